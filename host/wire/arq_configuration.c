// The FPGA's answer to a reset: link parameters and a text about itself.
// SPDX-License-Identifier: Apache-2.0
#include "host/wire/arq_configuration.h"

#include "host/wire/arq_frame.h"
#include "host/wire/arq_window.h"

#include <stdlib.h>
#include <string.h>

enum { PARAMETERS = 3, HEAD = 4 };

static const uint64_t parameters[PARAMETERS] = {HX_ARQ_SEQUENCE_COUNT, HX_ARQ_WINDOW,
                                                HX_ARQ_FRAME_WORDS_MAXIMUM};

hx_status hx_arq_configuration_make(const char *text, uint64_t **words, size_t *count)
{
    const size_t length = strlen(text), text_words = length / 8 + 1;
    if (length >= HX_ARQ_TEXT_MAXIMUM)
        return HX_ERROR_ARGUMENT;
    uint64_t *made = calloc(HEAD + text_words, sizeof *made);
    if (!made)
        return HX_ERROR_MEMORY;
    memcpy(made, parameters, sizeof parameters);
    made[PARAMETERS] = text_words;
    for (size_t i = 0; i < length; i++)
        made[HEAD + i / 8] |= (uint64_t)(uint8_t)text[i] << (56 - 8 * (i % 8));
    *words = made;
    *count = HEAD + text_words;
    return HX_OK;
}

void hx_arq_configuration_clear(hx_arq_configuration *configuration)
{
    configuration->words = configuration->text_words = 0;
    configuration->text[0] = 0;
}

hx_status hx_arq_configuration_feed(hx_arq_configuration *configuration, const uint64_t *words,
                                    size_t count, bool *complete)
{
    hx_arq_configuration *c = configuration;
    *complete = false;
    for (size_t i = 0; i < count && !*complete; i++) {
        const size_t place = c->words++;
        if (place < PARAMETERS && words[i] != parameters[place])
            return HX_ERROR_FORMAT;
        if (place == PARAMETERS && words[i] > HX_ARQ_TEXT_MAXIMUM / 8)
            return HX_ERROR_FORMAT;
        if (place == PARAMETERS)
            c->text_words = (size_t)words[i];
        for (size_t b = 0; place >= HEAD && b < 8; b++) {
            c->text[8 * (place - HEAD) + b] = (char)(words[i] >> (56 - 8 * b));
            c->text[8 * (place - HEAD) + b + 1] = 0;
        }
        *complete = c->words >= HEAD && c->words == HEAD + c->text_words;
    }
    return HX_OK;
}
