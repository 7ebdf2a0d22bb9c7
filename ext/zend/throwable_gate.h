// Lets \Cancellation be a third root beside Exception and Error (C-11). Two engine slots are involved: the
// check whether a class may implement Throwable, which the engine makes again for every user subclass, and
// the __toString() of Exception and Error, which knows two roots only. Both stay for the life of the process.
// Install in MINIT, before any class of ours is registered.
#pragma once

namespace async::php {

void register_throwable_gate();

}  // namespace async::php
