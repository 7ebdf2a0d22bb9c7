// The engine side of a scope: core::Scope plus what belongs to PHP. The main scope of a request has no PHP object (C-21).
#pragma once

#include "ext/zend/compat.h"
#include "src/core/scope.h"

namespace async::php {

class PhpScope : public core::Scope {
public:
    explicit PhpScope(PhpScope* parent) noexcept : Scope(parent) {}

    static PhpScope* from(core::Scope* scope) noexcept { return static_cast<PhpScope*>(scope); }

protected:
    ~PhpScope() override = default;
};

}  // namespace async::php
