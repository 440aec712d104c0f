// Bench of the chip's test access port: registers, bus access, reset behaviour.
// SPDX-License-Identifier: Apache-2.0
//
// The bench is the JTAG master, with TCK from two chip cycles a half period on, and the bus
// with a memory and answers after a random time. Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_jtag_tap;
  import hx_omnibus_pkg::*;

  logic      clk = 1'b0;
  logic      power_on_rst_n = 1'b0, rst_n = 1'b0;
  logic      tck = 1'b0, tms = 1'b0, tdi = 1'b0;
  logic      tdo;
  logic      request_valid;
  request_t  request;
  logic      request_ready = 1'b0;
  logic      response_valid = 1'b0;
  response_t response = '0;
  logic      response_ready;
  logic [7:0][31:0] pll = '0;  // what a register file behind the port would hold
  logic pll_write;
  logic [2:0] pll_register;
  logic [31:0] pll_data;
  always_ff @(posedge clk) begin
    if (!rst_n) pll <= '0;
    else if (pll_write) pll[pll_register] <= pll_data;
  end
  logic [7:0][21:0] phy;
  logic [7:0]       usable;
  always #2 clk = !clk;

  hx_jtag_tap dut (
      .clk_i(clk), .power_on_rst_ni(power_on_rst_n), .rst_ni(rst_n), .jtag_tck_i(tck),
      .jtag_tms_i(tms), .jtag_tdi_i(tdi), .jtag_tdo_o(tdo), .request_valid_o(request_valid),
      .request_o(request), .request_ready_i(request_ready), .response_valid_i(response_valid),
      .response_i(response), .response_ready_o(response_ready), .pll_write_o(pll_write),
      .pll_register_o(pll_register), .pll_data_o(pll_data), .phy_config_o(phy),
      .phy_usable_o(usable)
  );

  int unsigned half = 2;  // chip cycles

  // One period; the bit that TDO shows at its rising edge.
  task automatic step(input logic mode, input logic data, output logic out);
    tms = mode;
    tdi = data;
    repeat (half) @(negedge clk);
    out = tdo;
    tck = 1'b1;
    repeat (half) @(negedge clk);
    tck = 1'b0;
  endtask

  task automatic walk(input logic [7:0] modes, input int unsigned count);
    logic unused;
    for (int unsigned i = 0; i < count; i++) step(modes[i], 1'b0, unused);
  endtask

  task automatic shift(input int unsigned bits, input logic [63:0] value,
                       output logic [63:0] out);
    logic bit_out;
    out = '0;
    for (int unsigned i = 0; i < bits; i++) begin
      step(i == bits - 1, value[i], bit_out);
      out[i] = bit_out;
    end
    walk(8'b01, 2);
  endtask

  logic [63:0] last_ins;
  task automatic ins(input logic [6:0] value);
    walk(8'b0011, 4);
    shift(7, 64'(value), last_ins);
    if (last_ins != 64'h1) $fatal(1, "instruction capture %h", last_ins);
  endtask

  task automatic data(input int unsigned bits, input logic [63:0] value,
                      output logic [63:0] out);
    walk(8'b001, 3);
    shift(bits, value, out);
  endtask

  // ------------------------------------------------------------------ bus
  logic [31:0] memory[logic [25:0]];
  request_t    taken[$];
  // verilator lint_off UNUSEDSIGNAL
  request_t    latest;
  // verilator lint_on UNUSEDSIGNAL
  int unsigned most_delay = 1;
  logic        hold = 1'b0;  // no answer
  initial forever begin
    @(negedge clk);
    response_valid = 1'b0;
    request_ready = 1'b0;
    if (request_valid) begin
      repeat ($urandom % most_delay) @(negedge clk);
      request_ready = 1'b1;
      taken.push_back(request);
      latest = request;
      @(negedge clk);
      request_ready = 1'b0;
      repeat ($urandom % most_delay) @(negedge clk);
      while (hold) @(negedge clk);
      response_valid = 1'b1;
      response = '{write: latest.write, data: '0};
      if (latest.write) memory[latest.address] = latest.data;
      else if (memory.exists(latest.address) != 0) response.data = memory[latest.address];
      if (!response_ready) $fatal(1, "answers must be taken at once");
    end
  end

  // verilator lint_off UNUSEDSIGNAL
  // What comes out of most registers is of no interest.
  task automatic bus_write(input logic [31:0] address, input logic [31:0] value);
    logic [63:0] out;
    ins(7'd5);
    data(33, 64'(address), out);
    ins(7'd6);
    data(32, 64'(value), out);
    ins(7'd7);
    data(3, '0, out);
  endtask

  task automatic bus_read(input logic [31:0] address, output logic [31:0] value);
    logic [63:0] out;
    ins(7'd5);
    data(33, {31'b0, 1'b1, address}, out);
    ins(7'd7);
    data(3, '0, out);
    ins(7'd6);
    data(32, '0, out);
    value = out[31:0];
  endtask
  // verilator lint_on UNUSEDSIGNAL

  int unsigned seed = 1;
  logic [63:0] out;
  logic [31:0] value;
  logic [31:0] model[64];
  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (4) @(negedge clk);
    power_on_rst_n = 1'b1;
    rst_n = 1'b1;
    for (int unsigned speed = 2; speed < 6; speed++) begin
      half = speed;
      // Whatever the state, five ones reset; then the instruction is IDCODE.
      walk(8'($urandom), 8);
      walk(8'b0011111, 7);
      data(32, 64'h0, out);
      if (out[31:0] != 32'h4485_90af) $fatal(1, "identification %h", out);
      ins(7'd2);  // a register of one bit like all unknown ones
      data(20, 64'h9_1234, out);
      if (out != (64'h9_1234 << 1 & 64'hf_ffff)) $fatal(1, "sample %h", out);
      ins(7'd1);
      data(40, 64'hab_cdef_0123, out);
      if (out != {24'b0, 8'h23, 32'h4485_90af}) $fatal(1, "identification and more %h", out);
      ins(7'h7f);
      data(33, 64'h1_2345_6789, out);
      if (out != (64'h1_2345_6789 << 1 & 64'h1_ffff_ffff)) $fatal(1, "bypass %h", out);
    end
    for (int unsigned r = 0; r < 8; r++) begin
      ins(7'd3);
      data(4, 64'(r), out);
      ins(7'd4);
      data(32, 64'hc0de_0000 + 64'(r), out);
      ins(7'h40 | 7'(r << 3) | 7'd4);
      data(22, 64'h2a_aa00 + 64'(r), out);
    end
    for (int unsigned r = 0; r < 8; r++) begin
      if (pll[r] != 32'hc0de_0000 + r) $fatal(1, "PLL register %0d: %h", r, pll[r]);
      if (phy[7-r] != 22'h2a_aa00 + 22'(r)) $fatal(1, "PHY %0d: %h", 7 - r, phy[7-r]);
    end
    // Usable: automatic initialisation (bit 21), not master (bit 6).
    if (usable != '1) $fatal(1, "usable %b", usable);
    ins(7'h40 | 7'(2 << 3) | 7'd4);
    data(22, 64'h00_4000, out);
    ins(7'h40 | 7'(6 << 3) | 7'd4);
    data(22, 64'h20_4040, out);
    if (usable != 8'b1101_1101) $fatal(1, "usable %b", usable);
    ins(7'd3);
    data(4, 64'h9, out);
    ins(7'd4);
    data(32, 64'hdead, out);
    if (pll[1] != 32'hc0de_0001) $fatal(1, "a target above 7 changed a register");

    half = 2;
    most_delay = 8;
    foreach (model[i]) model[i] = '0;
    for (int unsigned i = 0; i < 200; i++) begin
      logic [5:0] a;
      a = 6'($urandom);
      if (1'($urandom)) begin
        model[a] = $urandom;
        bus_write({26'h0013_00, a}, model[a]);
      end else begin
        bus_read({26'h0013_00, a}, value);
        if (value != model[a]) $fatal(1, "read %h: %h, not %h", a, value, model[a]);
      end
    end
    foreach (taken[i]) begin
      if (taken[i].byte_enables != 4'hf) $fatal(1, "byte enables");
    end
    if (taken.size() != 200) $fatal(1, "%0d requests", taken.size());
    // Addresses the chip does not decode go to an unused place.
    bus_write(32'h8800_0005, 32'h1);
    if (latest.address != 26'h100_0000) $fatal(1, "address %h", latest.address);

    // A slow bus: the request register shows it, a second request is ignored.
    most_delay = 1;
    ins(7'd5);
    data(33, {31'b0, 1'b1, 32'h13}, out);
    ins(7'd7);
    hold = 1'b1;
    taken.delete();
    data(3, '0, out);
    if (out[0]) $fatal(1, "busy before the request");
    repeat (3) begin
      data(3, '0, out);
      if (!out[0]) $fatal(1, "not busy");
    end
    if (taken.size() != 1) $fatal(1, "%0d requests", taken.size());
    hold = 1'b0;
    repeat (20) @(negedge clk);
    data(3, '0, out);
    if (out[0]) $fatal(1, "still busy");

    // A chip reset clears the registers, the TAP keeps its instruction.
    ins(7'h7f);
    rst_n = 1'b0;
    repeat (4) @(negedge clk);
    rst_n = 1'b1;
    if (phy[3] != 22'h20_4000 || pll[3] != '0) $fatal(1, "registers after a reset");
    data(8, 64'h55, out);
    if (out != 64'haa) $fatal(1, "bypass after a chip reset %h", out);
    $display("PASS tb_hx_jtag_tap");
    $finish;
  end

  initial begin
    #20_000_000;
    $fatal(1, "still running");
  end

endmodule
