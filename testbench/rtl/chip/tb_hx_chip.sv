// Test of the whole chip through its lanes: one spike in, one spike out.
// SPDX-License-Identifier: Apache-2.0
//
// Around the chip: chip_analog_core, chip_lane_end. Configuration and words: "worked example" of
// the HICANN-X configuration map. Pins change at the falling edge, as the board changes them
// between two chip cycles. Some pins are looked at by other benches.
// verilator lint_off UNUSEDSIGNAL
module tb_hx_chip;
  import hx_link_pkg::*;

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  logic chip_reset = 1'b0;
  logic jtag_tdo;
  initial forever #2 clk = !clk;

  logic rx_valid;
  lane_word_t rx_word;
  logic [2:0] rx_lane;
  logic tx_valid;
  logic [2:0] tx_lane;
  lane_word_t tx_word;
  logic [7:0] padi_valid;
  logic [7:0][4:0] padi_row_select;
  logic [7:0][5:0] padi_label;
  logic reset_changed;
  logic [511:0] neuron_reset;
  logic fire_valid;
  logic post_valid, madc_sample;
  logic [511:0] post;
  logic [1:0] side_post;
  logic adapt_valid;
  logic [511:0] adapt;
  logic [1:0][3:0] adapt_scale;
  logic [12:0] madc_source;
  logic [9:0] madc_value = '0;
  logic [511:0] fire;
  logic [1:0] cadc_convert;
  logic [1:0][8:0] cadc_row;
  logic [1:0][1:0] cadc_crossed;
  logic [2:0] word_valid, word_write;
  logic [2:0][3:0] word_block, word_byte_enables;
  logic [2:0][21:0] word_offset;
  logic [2:0][31:0] word_write_data;
  logic [2:0][31:0] word_data;
  logic [1:0] row_valid, row_write;
  logic [1:0] ppu_clock, ppu_sleep, ppu_issue;
  logic [1:0][29:0] ppu_address;
  logic [1:0][31:0] ppu_word;
  logic [1:0] padi_changed;  // settings for the analog core
  logic [1:0][31:0] padi_config, padi_stp;
  logic padi_seen = 1'b0;
  always @(negedge clk) begin
    if (rst_n && padi_changed[0] && padi_config[0][7:0] == 8'h0F && padi_stp[0] == '0) padi_seen <= 1'b1;
    if (rst_n && padi_changed[1] && {padi_config[1], padi_stp[1]} != '0)
      $fatal(1, "nothing was written to the bottom buses");
  end
  logic [1:0][21:0] row_offset;
  logic [1:0][127:0] row_enables;
  logic [1:0][1023:0] row_data;

  // Accesses as the waves show them, in the order of the requests.
  logic bus_valid, bus_write;
  logic [25:0] bus_address;
  logic [31:0] bus_data;
  always @(negedge clk) if (rst_n && bus_valid) begin
    logic [58:0] want;
    if (i_fpga.accesses_wanted.size() == 0) $fatal(1, "access of %h shown, nothing sent", bus_address);
    want = i_fpga.accesses_wanted.pop_front();
    if ({bus_write, bus_address, bus_write ? bus_data : 32'd0} != want)
      $fatal(1, "access %h shown, not %h", {bus_write, bus_address, bus_data}, want);
  end

  logic [7:0] lane_ready;
  hx_chip #(.LanesAlwaysUp(1'b1)) dut (
      .clk_i(clk), .rst_ni(rst_n), .chip_reset_i(chip_reset), .skip_i('0), .rest_o(rest),
      .jtag_tck_i(1'b0), .jtag_tms_i(1'b0), .jtag_tdi_i(1'b0), .jtag_tdo_o(jtag_tdo),
      .lane_latency_i('0), .lane_ready_o(lane_ready), .lane_partner_i('1),
      .lane_rx_valid_i(rx_valid), .lane_rx_lane_i(rx_lane), .lane_rx_word_i(rx_word),
      .lane_tx_valid_o(tx_valid), .lane_tx_lane_o(tx_lane), .lane_tx_word_o(tx_word),
      .padi_valid_o(padi_valid), .padi_row_select_o(padi_row_select), .padi_label_o(padi_label),
      .neuron_reset_changed_o(reset_changed), .neuron_reset_o(neuron_reset),
      .fire_valid_i(fire_valid), .fire_i(fire),
      .neuron_post_valid_o(post_valid), .neuron_post_o(post),
      .side_post_o(side_post), .neuron_adapt_valid_o(adapt_valid), .neuron_adapt_o(adapt),
      .side_adapt_scale_o(adapt_scale), .madc_sample_o(madc_sample),
      .madc_source_o(madc_source), .madc_value_i(madc_value),
      .cadc_convert_o(cadc_convert), .cadc_row_o(cadc_row),
      .cadc_crossed_o(cadc_crossed),
      .word_valid_o(word_valid), .word_write_o(word_write), .word_block_o(word_block),
      .word_offset_o(word_offset), .word_byte_enables_o(word_byte_enables),
      .word_data_o(word_write_data), .word_data_i(word_data),
      .ppu_clock_o(ppu_clock), .ppu_sleep_o(ppu_sleep), .ppu_issue_o(ppu_issue),
      .ppu_address_o(ppu_address), .ppu_word_o(ppu_word),
      .row_valid_o(row_valid), .row_write_o(row_write), .row_offset_o(row_offset),
      .row_byte_enables_o(row_enables), .row_data_o(row_data), .row_data_i('0),
      .bus_valid_o(bus_valid), .bus_write_o(bus_write), .bus_address_o(bus_address),
      .bus_data_o(bus_data), .padi_changed_o(padi_changed), .padi_config_o(padi_config),
      .padi_stp_o(padi_stp)
  );

  // A rest that was promised is kept: without input nothing moves, and it is one cycle shorter.
  logic [31:0] rest, rest_before;
  logic        rests = 1'b0;
  int unsigned rested = 0;
  always @(posedge clk) begin
    rests       <= rst_n && !chip_reset && rest != '0 && !rx_valid && !fire_valid;
    rest_before <= rest;
  end
  always @(negedge clk) if (rests && !chip_reset) begin
    rested <= rested + 1;
    if (tx_valid || padi_valid != '0 || reset_changed || word_valid != '0 || cadc_convert != '0 ||
        post_valid || madc_sample || rest < rest_before - 1)
      $fatal(1, "rest of %0d cycles was not kept", rest_before);
  end

  longint unsigned cycle = 0;  // chip cycles since reset; the first edge is cycle 1

  always @(posedge clk) if (rst_n) cycle <= cycle + 1;

  chip_analog_core i_core (
      .clk_i(clk), .rst_ni(rst_n), .cycle_i(cycle), .padi_valid_i(padi_valid),
      .padi_row_select_i(padi_row_select), .padi_label_i(padi_label),
      .reset_changed_i(reset_changed), .neuron_reset_i(neuron_reset), .fire_valid_o(fire_valid),
      .fire_o(fire), .cadc_convert_i(cadc_convert), .cadc_row_i(cadc_row),
      .cadc_crossed_i(cadc_crossed),
      .word_valid_i(word_valid), .word_write_i(word_write), .word_block_i(word_block),
      .word_offset_i(word_offset), .word_byte_enables_i(word_byte_enables),
      .word_data_i(word_write_data), .word_data_o(word_data)
  );

  chip_lane_end i_fpga (
      .clk_i(clk), .rst_ni(rst_n), .cycle_i(cycle), .rx_valid_o(rx_valid), .rx_lane_o(rx_lane),
      .rx_word_o(rx_word), .tx_valid_i(tx_valid), .tx_lane_i(tx_lane), .tx_word_i(tx_word)
  );

  // ------------------------------------------------------------------ program
  function automatic void write(input logic [31:0] address, input logic [31:0] data);
    i_fpga.write(address, data);
  endfunction

  function automatic void read(input logic [31:0] address, input logic [31:0] data);
    i_fpga.read(address, data);
  endfunction

  task automatic drain();
    repeat (4) @(negedge clk);
    while (i_fpga.to_send.size() != 0 || i_fpga.expected.size() != 0) @(negedge clk);
    repeat (60) @(negedge clk);
  endtask

  // In groups: the queue of the chip holds 64 requests.
  task automatic configure();
    for (int unsigned k = 0; k < 76; k++) begin
      write(32'h0013_0019 + k, 32'h0001_0000);
      if (k % 32 == 31) drain();
    end
    write(32'h0013_0044, 32'h2000_2000);
    write(32'h0013_001B, 32'h002A_00FF);
    write(32'h0013_0000, 32'h0000_1020);
    write(32'h0011_0001, 32'h0000_000F);
    drain();
    write(32'h0011_0534, 32'hBE00);
    write(32'h0011_0535, 32'h3F10);
    write(32'h0011_0536, 32'h40);
    write(32'h02C0_26A0, 32'h3F00);
    write(32'h02C4_26A0, 32'h2C00);
    write(32'h02C1_4020, 32'h100);
    write(32'h0016_002E, 32'hBC);
    write(32'h001A_1014, 32'hF5);
    write(32'h001A_1015, 32'hD0);
    write(32'h001A_1016, 32'h96);
    write(32'h001A_1017, 32'h30);
    write(32'h001A_1800, 32'hF005);
    write(32'h001A_1801, 32'h0470_0401);
    write(32'h0010_0000, 32'hFFFF);
    drain();
  endtask

  task automatic synchronise(input logic [42:0] base);
    int unsigned earlier;
    earlier = i_fpga.times;
    write(32'h0, base[31:0]);
    write(32'h1, 32'(base[42:32]));
    drain();
    i_fpga.to_send.push_back({KindSystime, 60'd0});
    drain();
    if (i_fpga.times != earlier + 1) $fatal(1, "%0d time words", i_fpga.times - earlier);
    if (i_fpga.chip_time - base > 43'd4) $fatal(1, "time %h after base %h", i_fpga.chip_time, base);
  endtask

  // One label in; a spike must come back, stamped with the cycle after the fire.
  task automatic expect_spike();
    event_t got;
    logic [43:0] stamp;
    if (i_fpga.events.size() != 1) $fatal(1, "%0d spikes", i_fpga.events.size());
    got = i_fpga.events.pop_front();
    stamp = {i_fpga.chip_time, 1'b0} + 44'(i_core.fire_cycle + 1 - i_fpga.time_cycle);
    if (got.label != 16'h002A) $fatal(1, "spike %h", got.label);
    if (got.timestamp != stamp[7:0]) $fatal(1, "stamp %h, not %h", got.timestamp, stamp[7:0]);
  endtask

  task automatic expect_silence(input logic [15:0] label, input int unsigned on_bus);
    int unsigned earlier;
    earlier = i_core.padi_events;
    i_fpga.send_label(label);
    drain();
    if (i_fpga.events.size() != 0) $fatal(1, "label %h: a spike", label);
    if (i_core.padi_events != earlier + on_bus)
      $fatal(1, "label %h: %0d on the bus", label, i_core.padi_events);
  endtask

  task automatic convert_both();
    longint unsigned start;
    write(32'h0240_1000, 32'h0001_4641);
    write(32'h0340_1000, 32'h0001_4641);
    write(32'h0220_0003, 32'h4);  // left bank of the top half, right bank of the bottom one
    write(32'h0320_0003, 32'h2);
    drain();
    start = cycle;
    read(32'h02C8_00C0, 32'hC0DE_0101);
    read(32'h03CC_00E1, 32'hC0DE_0201);
    read(32'h02E8_00C0, 32'hC0DE_0101);
    drain();
    if (i_core.conversions[0] != 1 || i_core.conversions[1] != 1)
      $fatal(1, "conversions are missing");
    if (i_core.convert_cycle[1] - i_core.convert_cycle[0] > 4) $fatal(1, "the halves do not overlap");
    if (i_fpga.answer_cycle - start < 390 || i_fpga.answer_cycle - start > 420)
      $fatal(1, "conversions took %0d cycles", i_fpga.answer_cycle - start);
  endtask

  initial begin
    repeat (8) @(negedge clk);
    rst_n = 1'b1;
    configure();
    i_core.expect_memory(4'd0, 22'h00_26A0, 32'h3F00);
    i_core.expect_memory(4'd0, 22'h04_26A0, 32'h2C00);
    i_core.expect_memory(4'd4, 22'h134, 32'hBE00);
    i_core.expect_memory(4'd7, 22'h2E, 32'hBC);
    i_core.expect_memory(4'd8, 22'h0, 32'hFFFF);
    write(32'h0014_0000 + 32'h1_8000 + 32'd66, 32'd600);
    write(32'h0240_0801, 32'h85);
    write(32'h0011_8400, 32'h77);
    write(32'h000C_001A, 32'h1234_5678);  // twelve used bits
    write(32'h0008_0004, 32'h110D_0101);
    write(32'h0320_0001, 32'd201);
    write(32'h0900_0000, 32'd1);  // undefined
    read(32'h0014_0000 + 32'h1_8000 + 32'd66, 32'd600);
    read(32'h0240_0801, 32'h85);
    read(32'h000C_001A, 32'h678);
    read(32'h0008_0004, 32'h110D_0101);
    read(32'h0320_0001, 32'd201);
    read(32'h0900_0000, '0);
    read(32'h0100_0000, '0);
    read(32'h02A0_0000, '0);
    read(32'h0020_0000, '0);
    drain();
    i_core.expect_memory(4'd6, 22'h1_8042, 32'd600);
    i_core.expect_memory(4'd2, 22'h801, 32'h85);
    i_core.expect_memory(4'd5, 22'h0, 32'h77);
    $display("configured");

    synchronise(43'h7_1234_5678);
    i_fpga.send_label(16'hA4EC);
    drain();
    if (i_core.padi_events != 1) $fatal(1, "%0d events on PADI buses", i_core.padi_events);
    expect_spike();
    read(32'h0013_007A, 32'd1);
    read(32'h0013_0081, 32'd1);
    read(32'h0012_2814, 32'd1);
    drain();
    $display("spike came back");
    expect_silence(16'h84EC, 0);
    expect_silence(16'h64EC, 0);
    expect_silence(16'hA4AC, 1);
    expect_silence(16'hA4ED, 1);

    // The same event by register, after the refractory period.
    repeat (600) @(negedge clk);
    write(32'h0011_0001, 32'h0);
    write(32'h0011_0000, 32'h04EC_0002);
    drain();
    expect_spike();
    read(32'h0012_2814, 32'd2);
    drain();
    $display("spike by register came back");

    convert_both();
    write(32'h02C9_4020 + 32'd0, 32'd0);  // resets columns 1, 3, 5, 7
    drain();
    if (i_core.reset_pulses == 0) $fatal(1, "no reset");
    repeat (1100) @(negedge clk);  // refractory period
    while (i_fpga.events.size() != 0) void'(i_fpga.events.pop_front());

    chip_reset = 1'b1;
    repeat (20) @(negedge clk);
    chip_reset = 1'b0;
    i_fpga.restart();
    read(32'h0013_001B, 32'h0001_0000);  // drops all
    read(32'h02C0_26A0, 32'h3F00);
    read(32'h000C_001A, 32'h0);
    read(32'h0220_0000, 32'h1);
    read(32'h0320_0003, 32'h0);
    drain();
    if (cadc_crossed != '0) $fatal(1, "offset sources after the reset: %b", cadc_crossed);
    configure();
    synchronise(43'h2A);
    i_fpga.send_label(16'hA4EC);
    drain();
    expect_spike();
    if (rested < 100) $fatal(1, "rested for %0d cycles only", rested);
    if (!padi_seen) $fatal(1, "no settings for the analog core");
    $display("PASS tb_hx_chip: %0d answers, %0d time words, %0d cycles of rest", i_fpga.answers,
             i_fpga.times, rested);
    $finish;
  end

  initial begin
    #2_000_000;
    $fatal(1, "still running");
  end

endmodule
