// Test of a processor's memory: all ports against a model, at random, also at the same place; with
// cycles in which the processor's clock stands.
// SPDX-License-Identifier: Apache-2.0
module tb_hx_ppu_memory;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;

  localparam logic [25:0] Base = 26'h380_0000;     // bottom half
  localparam logic [25:0] Control = 26'h3A0_0000;

  logic clk = 1'b0, rst_n = 1'b0;
  initial forever #2 clk = !clk;

  logic access_valid = 1'b0, sleep = 1'b0, core_on = 1'b0, core_clk;
  request_t access = '0;
  logic [31:0] access_data;
  logic [3:0] control;
  // Ports of the processor: fetch, data, serial.
  logic [2:0] valid = '0;
  logic [2:1] write = '0;
  logic [2:0][11:0] address = '0;
  logic [2:1][31:0] data_write = '0;
  logic [2:0][31:0] data_read;
  logic [3:0] enables = '0;

  hx_clock_gate i_gate (.clk_i(clk), .enable_i(core_on), .clk_o(core_clk));

  hx_ppu_memory #(.Half(1)) dut (
      .clk_i(clk), .rst_ni(rst_n), .access_valid_i(access_valid), .access_i(access),
      .access_data_o(access_data), .core_clk_i(core_clk), .core_on_i(core_on),
      .fetch_i(valid[0]), .fetch_address_i(address[0]), .fetch_data_o(data_read[0]),
      .data_valid_i(valid[1]), .data_write_i(write[1]), .data_address_i(address[1]),
      .data_byte_enables_i(enables), .data_i(data_write[1]), .data_o(data_read[1]),
      .serial_valid_i(valid[2]), .serial_write_i(write[2]), .serial_address_i(address[2]),
      .serial_i(data_write[2]), .serial_o(data_read[2]), .sleep_i(sleep), .control_o(control)
  );

  logic [31:0] memory[4096];
  logic [2:0][31:0] want = '0;  // held while the clock stands
  int unsigned reads = 0, both = 0;

  function automatic void write_model(input logic [11:0] at, input logic [3:0] bytes,
                                      input logic [31:0] data);
    for (int unsigned b = 0; b < 4; b++) if (bytes[b]) memory[at][8*b+:8] = data[8*b+:8];
  endfunction

  // One cycle with what the pins say; checks what is read.
  task automatic step();
    logic [31:0] want_bus;
    want_bus = memory[access.address[11:0]];
    if (core_on) begin
      for (int unsigned p = 0; p < 3; p++) if (valid[p]) want[p] = memory[address[p]];
      if (valid[1] && write[1]) write_model(address[1], enables, data_write[1]);
      if (valid[2] && write[2]) write_model(address[2], '1, data_write[2]);
    end
    if (access_valid && access.write)
      write_model(access.address[11:0], access.byte_enables, access.data);
    @(negedge clk);
    for (int unsigned p = 0; p < 3; p++) begin
      if (core_on && valid[p] && data_read[p] != want[p])
        $fatal(1, "port %0d: %h, not %h", p, data_read[p], want[p]);
    end
    if (access_valid && !access.write && access_data != want_bus)
      $fatal(1, "bus: %h, not %h", access_data, want_bus);
    reads += 32'(access_valid && !access.write) + (core_on ? 32'($countones(valid)) : 0);
  endtask

  task automatic bus(input logic is_write, input logic [25:0] at, input logic [31:0] data);
    access_valid = 1'b1;
    access = '{write: is_write, address: at, byte_enables: '1, data: data};
    @(negedge clk);
    access_valid = 1'b0;
  endtask

  int unsigned seed;
  initial begin
    if ($value$plusargs("seed=%d", seed) == 0) seed = 1;
    void'($urandom(seed));
    $display("seed %0d", seed);
    repeat (4) @(negedge clk);
    rst_n = 1'b1;
    for (int unsigned i = 0; i < 4096; i++) bus(1'b1, Base + 26'(i), i * 32'h0101_0101);
    for (int unsigned i = 0; i < 4096; i++) memory[i] = i * 32'h0101_0101;
    for (int unsigned i = 0; i < 50000; i++) begin
      access_valid = 1'($urandom);
      access = '{write: 1'($urandom), address: Base + 26'($urandom % 4096),
                 byte_enables: 4'($urandom), data: $urandom};
      core_on = 2'($urandom) != '0;
      valid = 3'($urandom);
      write = 2'($urandom);
      for (int unsigned p = 0; p < 3; p++) begin
        address[p] = $urandom % 2 == 0 ? access.address[11:0] : 12'($urandom);
        if (p > 0) data_write[p] = $urandom;
      end
      enables = 4'($urandom);
      if (core_on && access_valid && |(valid[2:1] & write) &&
          (address[1] == access.address[11:0] || address[2] == access.address[11:0])) both++;
      step();
    end
    access_valid = 1'b0;
    core_on = 1'b0;
    if (both < 1000) $fatal(1, "the ports met %0d times", both);

    // Control: four bits; status: the sleep line; another half and other places read 0.
    bus(1'b1, Control, 32'hFFFF_FFF5);
    if (control != 4'h5) $fatal(1, "control %h", control);
    bus(1'b0, Control, '0);
    if (access_data != 32'h5) $fatal(1, "control reads %h", access_data);
    bus(1'b0, Control + 26'd1, '0);
    if (access_data != '0) $fatal(1, "awake");
    sleep = 1'b1;
    bus(1'b0, Control + 26'd1, '0);
    if (access_data == '0) $fatal(1, "asleep");
    bus(1'b0, Control - 26'h100_0000, '0);
    if (access_data != '0) $fatal(1, "the other half answers");
    bus(1'b0, Base + 26'd4096, '0);
    if (access_data != '0) $fatal(1, "beyond the memory");
    // A reset of the chip clears the control register and keeps the memory.
    rst_n = 1'b0;
    @(negedge clk);
    rst_n = 1'b1;
    if (control != '0) $fatal(1, "control after the reset");
    bus(1'b0, Base + 26'd17, '0);
    if (access_data != memory[17]) $fatal(1, "memory after the reset");
    $display("PASS tb_hx_ppu_memory: %0d reads, ports at one place %0d times", reads, both);
    $finish;
  end

endmodule
