// Random words that make a processor of the chip do everything it can.
// SPDX-License-Identifier: Apache-2.0
//
// Not programs: nothing keeps a soup from writing its own code, from endless loops or from sleep.
// That is all right where two models are compared in every cycle.
#ifndef HX_TEST_PROCESSOR_SOUP_H
#define HX_TEST_PROCESSOR_SOUP_H

#include <stdint.h>

enum { PROCESSOR_SOUP_WORDS = 4096 };

void processor_soup_draw(uint64_t *state, uint32_t words[PROCESSOR_SOUP_WORDS]);

#endif
