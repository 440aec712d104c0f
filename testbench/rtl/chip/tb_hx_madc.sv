// Test of the fast ADC: values belong to their samples, the queue in front of a busy link.
// SPDX-License-Identifier: Apache-2.0
//
// The analog core answers a sample with a number made of its cycle and source. Sample clock, run
// control and inputs are seen on the whole set-up (testbench/sim/check_madc.c).
module tb_hx_madc;
  import hx_link_pkg::event_t;

  localparam int unsigned Cycles = 7;  // of 2 ns a sample
  localparam int unsigned Depth = 16;

  logic clk = 1'b0, rst_n = 1'b0;
  initial forever #2 clk = !clk;

  logic control_valid = 1'b0, sample, event_valid, event_ready = 1'b1;
  logic [31:0] control = '0;
  logic [12:0] source;
  logic [9:0] value = '0;
  logic [47:0] now = '0;
  event_t sent;

  hx_madc #(.Depth(Depth)) dut (
      .clk_i(clk), .rst_ni(rst_n), .control_valid_i(control_valid), .control_i(control),
      .sample_cycles_i(18'(Cycles)), .wait_cycles_i(11'd100), .samples_i(16'd0), .first_input_i(1'b0),
      .input_length_i(4'd2), .dummy_i(1'b0), .source_0_i(13'h0200), .source_1_i(13'h1000),
      .timestamp_i(now[7:0]), .now_i(now), .sample_o(sample), .source_o(source), .value_i(value),
      .event_valid_o(event_valid), .event_o(sent), .event_ready_i(event_ready)
  );

  always_ff @(posedge clk) now <= now + 1'b1;

  event_t expected[$];
  int unsigned taken = 0, samples = 0;
  longint unsigned last = 0;

  // The core's pins change in the middle of a cycle, after its edge.
  initial forever @(negedge clk) begin
    value = 10'($urandom);  // valid for one edge only
    if (rst_n && sample) begin
      if (samples != 0 && 64'(now) - last != 3 && 64'(now) - last != 4)
        $fatal(1, "%0d cycles between samples", 64'(now) - last);
      last = 64'(now);
      if (source != (samples[1] ? 13'h1000 : 13'h0200)) $fatal(1, "source %h", source);
      value = 10'(now * 7 + 48'(source));
      expected.push_back({1'b1, now[7:0], 5'd0, samples[1], value});
      samples++;
    end
  end

  initial forever @(posedge clk) begin
    if (rst_n && event_valid && event_ready) begin
      event_t want;
      want = expected.pop_front();
      if (sent != want) $fatal(1, "event %h, not %h", sent, want);
      taken++;
    end
  end

  task automatic command(input logic [31:0] bits);
    @(negedge clk);
    control = bits;
    control_valid = 1'b1;
    @(negedge clk);
    control_valid = 1'b0;
  endtask

  initial begin
    repeat (4) @(negedge clk);
    rst_n = 1'b1;
    command(32'h01);
    command(32'h12);  // start, continuous, taken at the end of power-up
    repeat (40) @(negedge clk);
    if (samples != 0) $fatal(1, "powering up");
    repeat (2000) @(negedge clk);
    if (taken < 500) $fatal(1, "%0d samples", taken);
    // The link is busy: the queue holds its depth, what comes later is lost.
    event_ready = 1'b0;
    repeat (1000) @(negedge clk);
    command(32'h04);
    repeat (20) @(negedge clk);
    while (expected.size() > Depth) void'(expected.pop_back());
    last = 64'(samples);
    event_ready = 1'b1;
    repeat (100) @(negedge clk);
    if (expected.size() != 0) $fatal(1, "%0d events are missing", expected.size());
    if (64'(samples) != last) $fatal(1, "samples after the stop");
    if (64'(dut.dropped_q) != 64'(samples) - 64'(taken)) $fatal(1, "%0d lost", dut.dropped_q);
    if (dut.dropped_q < 200) $fatal(1, "nothing was lost");
    $display("PASS tb_hx_madc: %0d samples, %0d sent, %0d lost", samples, taken, dut.dropped_q);
    $finish;
  end

  initial begin
    #100_000;
    $fatal(1, "still running");
  end

endmodule
