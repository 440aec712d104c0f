// Parts that scenes of the converters and of the correlation sensors share.
// SPDX-License-Identifier: Apache-2.0
//
// A column's entry in the quads of a row: hx_chip_column_quad, hx_chip_column_entry.
#ifndef HX_TEST_READOUT_WORLD_H
#define HX_TEST_READOUT_WORLD_H

#include "testbench/sim/fields/field_actions.h"

// What a column converter gives that sees no membrane and no correlation, 220, with the offset
// that its memory holds at power-on, -128.
#define READOUT_BASELINE 92

// Place of a column's byte in a row: 4 * quad + entry.
#define READOUT_POSITION(column) ((column) / 2 + (column) % 2 * 128)

// A byte of all results: what readout_see_only gives, and its value.
#define READOUT_ONLY(half, channel, column, value)                                                 \
    ((((half)*2 + (channel)) * 256 + READOUT_POSITION(column) + 1) * 256 + (value))

// Rows of a scene: what is seen is exactly this, or there is more or less of it.
#define READOUT_EXACT(register_name, field, address, scene, look, from, to, at_from, at_to)        \
    {                                                                                              \
        register_name, field, address, &(scene), look, from, to, FIELD_EXACT, at_from, at_to, NULL \
    }
#define READOUT_BIT(register_name, field, address, scene, look, bit, relation)                     \
    {                                                                                              \
        register_name, field, address, &(scene), look, 0, 1 << (bit), relation, 0, 0, NULL         \
    }

#define READOUT_WAKE_UP 0x01
#define READOUT_START 0x02
#define READOUT_STOP 0x04
#define READOUT_CONTINUOUS 0x10

// Sets a field by its names; `address` is word 0 of the instance.
void readout_world_set(field_world *world, const char *register_name, uint32_t address,
                       const char *field, int64_t value);

// Closes a switch of one column, in its entry of a quad register (the name without the entry).
void readout_world_close(field_world *world, const char *register_name, unsigned half,
                         unsigned column, const char *name);

// A membrane that rests at a potential (capmem cell) and that both converters may see.
void readout_world_add_membrane(field_world *world, unsigned half, unsigned column, unsigned cell);

// The fast ADC with its default settings, so many samples a run.
void readout_world_add_madc(field_world *world, unsigned samples);

// Column converters of both halves on, with nominal slope and offset in all quadrants.
void readout_world_add_cadc(field_world *world);

// Correlation sensors on in all quadrants, with internal biases: a pair gives up to 5 steps, with
// a time constant of 2.5 us.
void readout_world_add_sensors(field_world *world);

// A driver of each half whose both rows (READOUT_ROW, the next one) hear the labels of a PADI
// event, and the event.
#define READOUT_ROW 154
void readout_world_add_driver(field_world *world);
void readout_send(event_program *p, unsigned half, unsigned label);

// Reads all results, 256 words: half, channel, quad. A conversion a half, with this row.
void readout_read_columns(event_program *p, unsigned row);

// Among these: the only byte that is not the baseline, 0 if there is none, -1 if there are
// several; and the same without its value.
double readout_see_only(const event_program *p);
double readout_see_only_place(const event_program *p);

// Sample `number` of a multiplexer, -1: there are less.
int readout_get_sample(const event_program *p, unsigned multiplexer, unsigned number);

#endif
