# Writes an ELF file as a C array: cmake -DELF=FILE -DOUT=FILE.c -P embed.cmake
# SPDX-License-Identifier: Apache-2.0
set(bytes "0")
set(size 0)
if(ELF)
  file(READ ${ELF} digits HEX)
  string(LENGTH "${digits}" size)
  math(EXPR size "${size} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${digits}")
  string(REGEX REPLACE "((0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,))" "\\1\n    " bytes
    "${bytes}")
endif()
file(WRITE ${OUT} "// Made by embed.cmake.
#include \"host/firmware/embedded.h\"

const size_t hx_firmware_sampler_size = ${size};
const uint8_t hx_firmware_sampler[] = {
    ${bytes}};
")
