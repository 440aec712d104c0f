// Settling and crosstalk of the parameter memory.
// SPDX-License-Identifier: Apache-2.0
//
// A ramp passes all cells of a kind (voltage, current) of a quadrant and loads each in which its
// counter's number stands. Once in HX_CAPMEM_REFRESH cycles a cell so goes a part of its way,
//
//   value += (target - value) (1 - e^(-refresh/settling_time)),
//
// and cells with the same number share the ramp's charge:
//
//   target = number - crosstalk (n - 1)/127,   n cells of the kind with this number.
//
// Public software waits 20 to 100 ms after writes and varies equal numbers by 5; law, time constant
// and size are choices. Trials begin settled. Both are off by default.
#include "models/anncore_private.h"
#include "models/elementary.h"

#include <math.h>

#define REFRESH 16384        // cycles, 65.536 us
#define VOLTAGE_ROWS 8       // rows below are voltage cells
#define SHARED 127.0         // others of 128 neurons
#define SETTLED (1.0 / 64.0) // cell steps

typedef struct place {
    unsigned quadrant, column, row;
} place;

static bool go_on(place *p)
{
    if (++p->row < HX_CELL_ROWS) {
        return true;
    }
    p->row = 0;
    if (++p->column < HX_CELL_COLUMNS) {
        return true;
    }
    p->column = 0;
    return ++p->quadrant < HX_QUADRANTS;
}

static double get_target(const hx_anncore *core, const place *p)
{
    const unsigned number = core->cell[p->quadrant][p->column][p->row];
    if (number == HX_CELL_KEEP) {
        return core->cell_value[p->quadrant][p->column][p->row];
    }
    const unsigned users = core->cell_users[p->quadrant][p->row >= VOLTAGE_ROWS][number];
    const double lost = users > 1 ? core->config.crosstalk * (users - 1) / SHARED : 0.0;
    return number > lost ? number - lost : 0.0;
}

void hx_capmem_note_write(hx_anncore *core, unsigned quadrant, unsigned column, unsigned row,
                          unsigned old)
{
    const unsigned kind = row >= VOLTAGE_ROWS;
    uint16_t *users = core->cell_users[quadrant][kind];
    const unsigned number = core->cell[quadrant][column][row];
    // At power-on all hold 0, uncounted.
    users[old] = (uint16_t)(users[old] - (users[old] > 0 && old > 0));
    users[number] = (uint16_t)(users[number] + (number > 0));
    core->cells_stale = true;
    core->neurons.any_stale = true;
    core->wake = 0;
}

void hx_capmem_update(hx_anncore *core)
{
    place p = {0, 0, 0};
    core->cells_stale = false;
    do {
        const double target = get_target(core, &p);
        if (target == core->cell_value[p.quadrant][p.column][p.row]) {
            continue;
        }
        if (core->config.settling_time == 0.0) {
            hx_capmem_set_value(core, p.quadrant, p.column, p.row, target);
        } else {
            core->cells_settle = true;
        }
    } while (go_on(&p));
}

static void move_all(hx_anncore *core, double part)
{
    place p = {0, 0, 0};
    core->cells_settle = false;
    do {
        const double target = get_target(core, &p);
        double value = core->cell_value[p.quadrant][p.column][p.row];
        value += (target - value) * part;
        value = fabs(target - value) < SETTLED ? target : value;
        core->cells_settle = core->cells_settle || value != target;
        hx_capmem_set_value(core, p.quadrant, p.column, p.row, value);
    } while (go_on(&p));
}

bool hx_capmem_refresh(hx_anncore *core)
{
    if ((core->now - core->trial_start) % REFRESH != 0) {
        return false;
    }
    const double time = REFRESH * HX_PARAMETERS_CYCLE;
    move_all(core, 1.0 - hx_elementary_exp(-time / core->config.settling_time));
    return true;
}

void hx_capmem_rest(hx_anncore *core)
{
    if (core->cells_settle) {
        move_all(core, 1.0);
    }
}
