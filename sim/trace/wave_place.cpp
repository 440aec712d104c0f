// Whether a wave file can be written.
// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/wave_place.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>

namespace hx
{

namespace
{

constexpr off_t TemporaryBytes = 1 << 20; // values, places and times of all signals

} // namespace

hx_status check_wave_place(const char *path, hx_error *error)
{
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode))
        return hx_error_set(error, HX_ERROR_IO, "--trace: cannot write '%s': not a regular file",
                            path);
    std::FILE *file = std::tmpfile();
    const int reason = file ? posix_fallocate(fileno(file), 0, TemporaryBytes) : errno;
    if (file)
        std::fclose(file);
    if (reason)
        return hx_error_set(error, HX_ERROR_IO,
                            "--trace: no room for temporary files of %d MiB: %s",
                            static_cast<int>(TemporaryBytes >> 20), std::strerror(reason));
    return HX_OK;
}

} // namespace hx
