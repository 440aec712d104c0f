// Bench of the FPGA: the order of its tests. Random numbers: +seed=N.
// SPDX-License-Identifier: Apache-2.0
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_fpga;

  fpga_ends ends ();
  fpga_program_tests i_program_tests ();
  fpga_event_tests i_event_tests ();
  fpga_control_tests i_control_tests ();

  initial begin
    void'($value$plusargs("seed=%d", ends.seed));
    $display("seed %0d", ends.seed);
    void'($urandom(ends.seed));
    foreach (ends.chip_memory[i]) ends.chip_memory[i] = '0;
    repeat (3) @(posedge ends.clk);
    #1 ends.rst_n = 1'b1;
    @(posedge ends.clk);
    ends.check(!ends.starved && ends.word_ready, "idle after power-on");
    i_program_tests.test_loopback();
    i_program_tests.test_timing();
    i_program_tests.test_memory();
    i_program_tests.test_order(600);
    i_program_tests.test_barrier();
    i_program_tests.test_drain();
    ends.check(ends.error_count == 0, "no error without a cause");
    i_event_tests.test_systime(43'd1000, 300);
    i_event_tests.test_systime(43'h400_0000_0005, 50);
    i_event_tests.test_systime(43'd0, 50);
    i_event_tests.test_events(300);
    i_control_tests.test_jtag();
    i_control_tests.test_polling();
    i_control_tests.test_rest();
    i_program_tests.test_limit();
    i_control_tests.test_timeout();
    i_control_tests.test_timeout_counters();
    i_event_tests.test_storm();
    ends.check(ends.reset_fall - ends.reset_rise == 13, "reset pin follows the program");
    ends.check(ends.error_count != 0, "errors shown to waves");
    if (ends.errors != 0) $fatal(1, "%0d errors", ends.errors);
    if (ends.rested < 100) $fatal(1, "rested for %0d cycles only", ends.rested);
    $display("PASS tb_hx_fpga: %0d cycles of rest", ends.rested);
    $finish;
  end

endmodule
