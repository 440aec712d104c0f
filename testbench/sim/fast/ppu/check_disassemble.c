// Assembler text of vector instructions and of unknown words.
// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/ppu/disassemble.h"

#include <check.h>

static const struct {
    uint32_t word;
    const char *text;
} cases[] = {
    {0x10611730, "fxvaddhm vr3,vr1,vr2"},
    {0x10611732, "fxvaddhm.lt vr3,vr1,vr2"},
    {0x106104b0, "fxvcmph vr1"},
    {0x106134f0, "fxvshh  vr3,vr1,6"},
    {0x1061e4f0, "fxvshh  vr3,vr1,-4"},
    {0x10640430, "fxvsplath vr3,r4"},
    {0x106113bd, "fxvpckbu vr3,vr1,vr2,1"},
    {0x10602bb0, "fxvinx  vr3,0,r5"},
    {0x10662bf3, "fxvoutx.eq vr3,r6,r5"},
    {0x100111b1, "fxvmultachm.gt vr1,vr2"},
    {0x10610630, "fxvaddachm vr3,vr1"},
    {0x10610000, ".long   0x10610000"},
    {0x7c0006ac, ".long   0x7c0006ac"}, // eieio
    {0xffffffff, ".long   0xffffffff"},
};

START_TEST(text)
{
    char text[HX_PPU_TEXT_SIZE];
    hx_ppu_disassemble(cases[_i].word, 0, false, text);
    ck_assert_str_eq(text, cases[_i].text);
}
END_TEST

Suite *disassemble_suite(void);
Suite *disassemble_suite(void)
{
    Suite *suite = suite_create("disassemble");
    TCase *test = tcase_create("disassemble");
    tcase_add_loop_test(test, text, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(suite, test);
    return suite;
}
