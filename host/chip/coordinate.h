// Where things are on the chip: columns, quads, drivers, neurons, crossbar nodes.
// SPDX-License-Identifier: Apache-2.0
//
// Hemispheres and neuron rows: 0 top, 1 bottom. Columns 0..255 from left to right. Neurons
// count row by row: neuron = 256*row + column. Quadrants: 2*row + east. Arguments must be in
// range; nothing is checked here.
#ifndef HX_HOST_CHIP_COORDINATE_H
#define HX_HOST_CHIP_COORDINATE_H

enum {
    HX_CHIP_HEMISPHERES = 2,
    HX_CHIP_COLUMNS = 256,
    HX_CHIP_ROWS = 256,    // synapse rows of a hemisphere
    HX_CHIP_QUADS = 64,    // of a synapse row
    HX_CHIP_DRIVERS = 128, // of a hemisphere
    HX_CHIP_BUSES = 4,     // of a hemisphere
    HX_CHIP_BUS_DRIVERS = 32,
    HX_CHIP_NEURONS = 512,
    HX_CHIP_QUADRANTS = 4,
    HX_CHIP_BLOCK_COLUMNS = 32, // columns that share an event output
    HX_CHIP_EVENT_OUTPUTS = 8,
    HX_CHIP_CROSSBAR_NODES = 76
};

// Quads 0..31 hold the even columns, 32..63 the odd ones; entry 0 is the leftmost.
static inline unsigned hx_chip_quad_column(unsigned quad, unsigned entry)
{
    return (quad % 32 * 4 + entry) * 2 + quad / 32;
}

static inline unsigned hx_chip_column_quad(unsigned column)
{
    return column / 8 + column % 2 * 32;
}

static inline unsigned hx_chip_column_entry(unsigned column)
{
    return column / 2 % 4;
}

static inline unsigned hx_chip_driver_bus(unsigned driver)
{
    return driver % HX_CHIP_BUSES;
}

// The number compared with the row select of an event.
static inline unsigned hx_chip_driver_index(unsigned driver)
{
    return driver / HX_CHIP_BUSES;
}

static inline unsigned hx_chip_bus_driver(unsigned bus, unsigned index)
{
    return index * HX_CHIP_BUSES + bus;
}

static inline unsigned hx_chip_driver_bottom_row(unsigned driver)
{
    return 2 * driver;
}

static inline unsigned hx_chip_driver_top_row(unsigned driver)
{
    return 2 * driver + 1;
}

static inline unsigned hx_chip_neuron(unsigned row, unsigned column)
{
    return row * HX_CHIP_COLUMNS + column;
}

static inline unsigned hx_chip_neuron_row(unsigned neuron)
{
    return neuron / HX_CHIP_COLUMNS;
}

static inline unsigned hx_chip_neuron_column(unsigned neuron)
{
    return neuron % HX_CHIP_COLUMNS;
}

// 0 west, 1 east.
static inline unsigned hx_chip_neuron_side(unsigned neuron)
{
    return hx_chip_neuron_column(neuron) / 128;
}

static inline unsigned hx_chip_neuron_quadrant(unsigned neuron)
{
    return 2 * hx_chip_neuron_row(neuron) + hx_chip_neuron_side(neuron);
}

// Column inside of the quadrant, for neuron configuration and parameter cells.
static inline unsigned hx_chip_neuron_quadrant_column(unsigned neuron)
{
    return hx_chip_neuron_column(neuron) % 128;
}

// Place in the backend of its side, which holds both rows.
static inline unsigned hx_chip_neuron_backend(unsigned neuron)
{
    return hx_chip_neuron_column(neuron) % 128 + 128 * hx_chip_neuron_row(neuron);
}

static inline unsigned hx_chip_neuron_event_output(unsigned neuron)
{
    return hx_chip_neuron_column(neuron) / HX_CHIP_BLOCK_COLUMNS;
}

// Crossbar inputs: 0..7 neurons, 8..11 from the FPGA, 12..19 background sources. Outputs: 0..3
// PADI top, 4..7 PADI bottom, 8..11 to the FPGA. Returns the node, or -1 where there is none.
static inline int hx_chip_crossbar_node(unsigned input, unsigned output)
{
    if (input < 8)
        return output % 4 == input % 4 ? (int)(3 * input + output / 4) : -1;
    if (input < 12) {
        unsigned l2 = input - 8;
        if (output >= 8 && output - 8 != l2)
            return -1;
        return (int)(24 + 9 * l2 + (output < 8 ? output : 8));
    }
    unsigned source = input - 12;
    if (output == source)
        return (int)(60 + 2 * source);
    return output == (source < 4 ? 8 + source : 4 + source) ? (int)(61 + 2 * source) : -1;
}

#endif
