// Test of a processor's memory: both ports against a model, at random, also at the same place.
// SPDX-License-Identifier: Apache-2.0
module tb_hx_ppu_memory;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;

  localparam logic [25:0] Base = 26'h380_0000;     // bottom half
  localparam logic [25:0] Control = 26'h3A0_0000;

  logic clk = 1'b0, rst_n = 1'b0;
  initial forever #2 clk = !clk;

  logic access_valid = 1'b0, core_valid = 1'b0, core_write = 1'b0, sleep = 1'b0;
  request_t access = '0;
  logic [31:0] access_data, core_data, core_write_data = '0;
  logic [11:0] core_address = '0;
  logic [3:0] core_enables = '0, control;

  hx_ppu_memory #(.Half(1)) dut (
      .clk_i(clk), .rst_ni(rst_n), .access_valid_i(access_valid), .access_i(access),
      .access_data_o(access_data), .core_valid_i(core_valid), .core_write_i(core_write),
      .core_address_i(core_address), .core_byte_enables_i(core_enables),
      .core_data_i(core_write_data), .core_data_o(core_data), .sleep_i(sleep), .control_o(control)
  );

  logic [31:0] memory[4096];
  int unsigned reads = 0, both = 0;

  function automatic void write_model(input logic [11:0] at, input logic [3:0] enables,
                                      input logic [31:0] data);
    for (int unsigned b = 0; b < 4; b++) if (enables[b]) memory[at][8*b+:8] = data[8*b+:8];
  endfunction

  // One cycle with what the pins say; checks what is read.
  task automatic step();
    logic [31:0] want_core, want_bus;
    logic check_core, check_bus;
    check_core = core_valid && !core_write;
    check_bus = access_valid && !access.write;
    want_core = memory[core_address];
    if (core_valid && core_write) write_model(core_address, core_enables, core_write_data);
    want_bus = memory[access.address[11:0]];
    if (access_valid && access.write)
      write_model(access.address[11:0], access.byte_enables, access.data);
    @(negedge clk);
    if (check_core && core_data != want_core) $fatal(1, "core: %h, not %h", core_data, want_core);
    if (check_bus && access_data != want_bus) $fatal(1, "bus: %h, not %h", access_data, want_bus);
    reads += 32'(check_core) + 32'(check_bus);
  endtask

  task automatic bus(input logic is_write, input logic [25:0] address, input logic [31:0] data);
    access_valid = 1'b1;
    access = '{write: is_write, address: address, byte_enables: '1, data: data};
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
      core_valid = 1'($urandom);
      core_write = 1'($urandom);
      core_address = $urandom % 2 == 0 ? access.address[11:0] : 12'($urandom);
      core_enables = 4'($urandom);
      core_write_data = $urandom;
      if (access_valid && core_valid && core_address == access.address[11:0]) both++;
      step();
    end
    access_valid = 1'b0;
    core_valid = 1'b0;
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
