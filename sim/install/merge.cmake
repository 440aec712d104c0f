# Joins static archives into one: cmake -DOUTPUT=lib.a -DINPUTS=a.a,b.a -P merge.cmake
# SPDX-License-Identifier: Apache-2.0
string(REPLACE "," ";" INPUTS "${INPUTS}")
set(script "create ${OUTPUT}\n")
foreach(archive ${INPUTS})
  string(APPEND script "addlib ${archive}\n")
endforeach()
string(APPEND script "save\nend\n")
file(WRITE ${OUTPUT}.mri "${script}")
execute_process(COMMAND ar -M INPUT_FILE ${OUTPUT}.mri COMMAND_ERROR_IS_FATAL ANY)

# Plain objects: how a program that uses the library is linked is its own business.
execute_process(COMMAND ${OBJCOPY} --wildcard --remove-section=.gnu.lto_* ${OUTPUT}
  COMMAND_ERROR_IS_FATAL ANY)
