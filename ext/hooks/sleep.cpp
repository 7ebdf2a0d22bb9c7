#include "ext/hooks/sleep.h"

#include <ctime>

#include "ext/hooks/cooperative.h"
#include "ext/zend/hook_registry.h"

namespace async::hooks {

namespace {

zif_handler original_sleep = nullptr;
zif_handler original_usleep = nullptr;
zif_handler original_time_nanosleep = nullptr;
zif_handler original_time_sleep_until = nullptr;

// Zero durations yield once (IO-104).
bool pause(core::Duration duration) noexcept {
    if (duration.ns <= 0) return yield() != Waited::thrown;
    return wait_until(deadline_after(duration)) != Waited::thrown;
}

ZEND_FUNCTION(cooperative_sleep) {
    if (!cooperative()) return original_sleep(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    zend_long seconds;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_LONG(seconds)
    ZEND_PARSE_PARAMETERS_END();
    if (seconds < 0) {
        zend_argument_value_error(1, "must be greater than or equal to 0");
        RETURN_THROWS();
    }
    if (pause(core::Duration::from_s(seconds))) RETURN_LONG(0);
}

ZEND_FUNCTION(cooperative_usleep) {
    if (!cooperative()) return original_usleep(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    zend_long microseconds;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_LONG(microseconds)
    ZEND_PARSE_PARAMETERS_END();
    if (microseconds < 0) {
        zend_argument_value_error(1, "must be greater than or equal to 0");
        RETURN_THROWS();
    }
    pause(core::Duration::from_us(microseconds));
}

ZEND_FUNCTION(cooperative_time_nanosleep) {
    if (!cooperative()) return original_time_nanosleep(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    zend_long seconds;
    zend_long nanoseconds;
    ZEND_PARSE_PARAMETERS_START(2, 2)
        Z_PARAM_LONG(seconds)
        Z_PARAM_LONG(nanoseconds)
    ZEND_PARSE_PARAMETERS_END();
    if (seconds < 0) {
        zend_argument_value_error(1, "must be greater than or equal to 0");
        RETURN_THROWS();
    }
    if (nanoseconds < 0) {
        zend_argument_value_error(2, "must be greater than or equal to 0");
        RETURN_THROWS();
    }
    if (nanoseconds > 999999999) {  // IO-102
        zend_value_error("Nanoseconds was not in the range 0 to 999 999 999 or seconds was negative");
        RETURN_THROWS();
    }
    if (pause(core::Duration::from_s(seconds) + core::Duration::from_ns(nanoseconds))) RETURN_TRUE;
}

ZEND_FUNCTION(cooperative_time_sleep_until) {
    if (!cooperative()) return original_time_sleep_until(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    double target;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_DOUBLE(target)
    ZEND_PARSE_PARAMETERS_END();
    timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    const double left = target - (static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9);
    if (!(left > 0)) {
        php_error_docref(nullptr, E_WARNING, "Argument #1 ($timestamp) must be greater than or equal to the current time");
        RETURN_FALSE;
    }
    const core::Duration duration =
        left > 9e9 ? core::Duration::forever() : core::Duration::from_ns(static_cast<int64_t>(left * 1e9) + 1);
    if (pause(duration)) RETURN_TRUE;
}

}  // namespace

const char* install_sleep() {
    php::HookRegistry& registry = php::hooks();
    registry.replace_function("sleep", ZEND_FN(cooperative_sleep), &original_sleep);
    registry.replace_function("usleep", ZEND_FN(cooperative_usleep), &original_usleep);
    registry.replace_function("time_nanosleep", ZEND_FN(cooperative_time_nanosleep), &original_time_nanosleep);
    registry.replace_function("time_sleep_until", ZEND_FN(cooperative_time_sleep_until), &original_time_sleep_until);
    return "cooperative";
}

}  // namespace async::hooks
