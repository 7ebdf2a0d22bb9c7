// sleep(), usleep(), time_nanosleep(), time_sleep_until() (IO-100…IO-104).
#pragma once

namespace async::hooks {

const char* install_sleep();

}  // namespace async::hooks
