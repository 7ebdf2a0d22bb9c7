// The synchronisation classes of chapter 05, one file each; what they share with each other.
#pragma once

#include "ext/api/parked_call.h"
#include "ext/zend/compat.h"
#include "ext/zend/throwable_reason.h"
#include "src/sync/mutex.h"

namespace async::api {

void register_mutex();
void register_semaphore();
void register_rw_lock();
void register_condition();
void register_barrier();
void register_wait_group();
void register_once();
void register_select();

// The arguments of what waits, and of what calls a body between: (?Completable $cancellationToken = null), and the same behind a
// callable. False: an exception is pending.
bool parse_token(zend_execute_data* execute_data, zend_object*& token);
bool parse_body_and_token(zend_execute_data* execute_data, zend_fcall_info& fci, zend_fcall_info_cache& fcc, zend_object*& token);

// the running coroutine; null when an exception is pending.
php::PhpCoroutine* caller_that_may_wait(zend_object* token);

// Parks in `line` until it is served; `take` gets the ticket before the Wait lets go of it. False: an exception is pending.
template <typename F>
bool wait_in(sync::WaitQueue& line, zend_object* token, F&& take, uint8_t demand = 0) {
    php::Runtime& runtime = *php::Runtime::get();
    core::Wait& wait = runtime.current()->wait();
    wait.set_demand(demand);
    wait.add(line);
    if (park_uncleared(runtime, token) != Parked::source) return false;
    const bool served = !wait.error();
    if (served) {
        take(wait.winner());
    } else {
        php::raise(*wait.error());
    }
    wait.clear();
    return served;
}

// Calls what Z_PARAM_FUNC parsed. False: an exception is pending and there is no value.
bool call(zend_fcall_info& fci, zend_fcall_info_cache& fcc, zval* return_value);

// --- Mutex, for Condition --------------------------------------------------------------------------------------------

extern zend_class_entry* ce_mutex;
sync::Mutex& mutex_of(zend_object* object);
// False: an exception is pending.
bool lock(sync::Mutex& mutex, php::PhpCoroutine& self, zend_object* token);

}  // namespace async::api
