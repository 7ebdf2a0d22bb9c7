// The PHP class Async\Scope and the interfaces ScopeProvider and SpawnStrategy.
#pragma once

#include "ext/zend/compat.h"

namespace async::api {

extern zend_class_entry* ce_scope_provider;
extern zend_class_entry* ce_spawn_strategy;

void register_scope();

}  // namespace async::api
