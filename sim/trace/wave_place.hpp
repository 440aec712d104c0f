// Whether a wave file can be written.
// SPDX-License-Identifier: Apache-2.0
#ifndef HX_SIM_WAVE_PLACE_HPP
#define HX_SIM_WAVE_PLACE_HPP

#include <hxcosim/status.h>

namespace hx
{

// The FST library deletes what has the name of its file, also a device, and ends the process when
// there is no room for its temporary files. HX_ERROR_IO: either would happen.
hx_status check_wave_place(const char *path, hx_error *error);

} // namespace hx

#endif
