// Bench of the lone processor: pins, doorbell, sleep and handlers through the whole core.
// SPDX-License-Identifier: Apache-2.0
//
// A program that sleeps with interrupts on and counts in its handlers; its settings are words in
// the memory, other ones behind every reset. Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_ppu_alone;

  logic        clk = 1'b0;
  logic        rst_n = 1'b0;
  logic [3:0]  pins = '0;
  logic        doorbell = 1'b0;
  logic        sleep;
  logic [63:0] cycles, issued, branches, missed_taken, missed_not_taken;
  logic [3:0]  pins_out, pins_enable;
  // The instruction trace is compared elsewhere, with the C model.
  // verilator lint_off UNUSEDSIGNAL
  logic        issue;
  logic [29:0] issue_address;
  logic [31:0] issue_word;
  // verilator lint_on UNUSEDSIGNAL

  hx_ppu_alone dut (
      .clk_i(clk), .rst_ni(rst_n), .pins_i(pins), .doorbell_i(doorbell), .issue_o(issue),
      .issue_address_o(issue_address), .issue_word_o(issue_word), .sleep_o(sleep),
      .cycles_o(cycles), .issued_o(issued), .branches_o(branches),
      .missed_taken_o(missed_taken), .missed_not_taken_o(missed_not_taken), .pins_o(pins_out),
      .pins_enable_o(pins_enable)
  );

  always #50 clk = !clk;

  // --- program ------------------------------------------------------------------------------
  // Words of the memory, the same for the program: byte address 4 * place.
  localparam int unsigned Main = 64, PinHandler = 96, BellHandler = 112;
  localparam int unsigned Control = 256, Output = 257, OutputEnable = 258;  // settings
  localparam int unsigned Pins = 260, PinsSeen = 261, Bells = 262;          // what it counts
  localparam int unsigned PinVector = 5, BellVector = 9;                    // words

  function automatic logic [31:0] with_memory(input logic [5:0] operation, input logic [4:0] target,
                                              input int unsigned place);
    return {operation, target, 5'd0, 16'(4 * place)};
  endfunction
  function automatic logic [31:0] load(input logic [4:0] target, input int unsigned place);
    return with_memory(6'd32, target, place);
  endfunction
  function automatic logic [31:0] store(input logic [4:0] source, input int unsigned place);
    return with_memory(6'd36, source, place);
  endfunction
  function automatic logic [31:0] add_one(input logic [4:0] target);
    return {6'd14, target, target, 16'd1};
  endfunction
  // Special registers: 65 pins in, 66 pins out, 67 their drivers, 68 interrupt control.
  function automatic logic [31:0] special(input logic write, input logic [4:0] target,
                                          input logic [9:0] number);
    return {6'd31, target, number[4:0], number[9:5], write ? 10'd467 : 10'd339, 1'b0};
  endfunction
  function automatic logic [31:0] branch(input int from, input int to);
    return {6'd18, 24'(to - from), 2'b00};
  endfunction
  localparam logic [31:0] Return = {6'd19, 15'd0, 10'd50, 1'b0};
  localparam logic [31:0] Wait = {6'd31, 15'd0, 10'd62, 1'b0};
  localparam logic [31:0] InterruptsOn = {6'd31, 5'd2, 10'd0, 10'd146, 1'b0};  // mtmsr r2

  task automatic put_program();
    foreach (dut.words_q[i]) dut.words_q[i] = '0;
    dut.words_q[0]             = branch(0, int'(Main));
    dut.words_q[PinVector]     = branch(int'(PinVector), int'(PinHandler));
    dut.words_q[BellVector]    = branch(int'(BellVector), int'(BellHandler));
    dut.words_q[Main+0]        = load(5'd1, Output);
    dut.words_q[Main+1]        = special(1'b1, 5'd1, 10'd66);
    dut.words_q[Main+2]        = load(5'd1, OutputEnable);
    dut.words_q[Main+3]        = special(1'b1, 5'd1, 10'd67);
    dut.words_q[Main+4]        = load(5'd1, Control);
    dut.words_q[Main+5]        = special(1'b1, 5'd1, 10'd68);
    dut.words_q[Main+6]        = {6'd14, 5'd10, 21'd0};           // r10 = r11 = r2 = 0
    dut.words_q[Main+7]        = {6'd14, 5'd11, 21'd0};
    dut.words_q[Main+8]        = {6'd14, 5'd2, 21'd0};
    dut.words_q[Main+9]        = {6'd24, 5'd2, 5'd2, 16'h8000};   // EE
    dut.words_q[Main+10]       = InterruptsOn;
    dut.words_q[Main+11]       = Wait;
    dut.words_q[Main+12]       = branch(12, 11);
    dut.words_q[PinHandler+0]  = special(1'b0, 5'd12, 10'd65);
    dut.words_q[PinHandler+1]  = store(5'd12, PinsSeen);
    dut.words_q[PinHandler+2]  = add_one(5'd10);
    dut.words_q[PinHandler+3]  = store(5'd10, Pins);
    dut.words_q[PinHandler+4]  = Return;
    dut.words_q[BellHandler+0] = add_one(5'd11);
    dut.words_q[BellHandler+1] = store(5'd11, Bells);
    dut.words_q[BellHandler+2] = Return;
  endtask

  // --- tests --------------------------------------------------------------------------------
  task automatic check(input logic ok, input string what);
    if (!ok) $fatal(1, "%0t: %s", $time, what);
  endtask

  task automatic pass(input int unsigned count);
    repeat (count) @(posedge clk);
    #1;
  endtask

  // Restarts the program; it falls asleep.
  task automatic start(input logic [3:0] used, input logic [3:0] on_edge, input logic [3:0] high,
                       input logic bell);
    rst_n = 1'b0;
    pass(3);
    put_program();
    dut.words_q[Control] = {12'b0, high, on_edge, used, 7'b0, bell};
    dut.words_q[Output] = $urandom;
    dut.words_q[OutputEnable] = $urandom;
    pins = ~high;  // none is active
    rst_n = 1'b1;
    pass(120);
    check(sleep, "asleep");
    check(pins_out == dut.words_q[Output][3:0], "pins out");
    check(pins_enable == dut.words_q[OutputEnable][3:0], "drivers of the pins");
    check(dut.words_q[Pins] == 0 && dut.words_q[Bells] == 0, "nothing before");
  endtask

  task automatic ring();
    doorbell = 1'b1;
    pass(1);
    doorbell = 1'b0;
    pass(80);
  endtask

  // One pin that counts edges.
  task automatic check_edges(input logic [1:0] pin, input logic high);
    logic [3:0] mask;
    mask = 4'd1 << pin;
    start(mask, mask, high ? mask : '0, 1'b0);
    for (int unsigned i = 1; i < 6; i++) begin
      pins ^= mask;
      pass(80);
      check(dut.words_q[Pins] == i && sleep, "one handler for an edge, asleep again");
      check(dut.words_q[PinsSeen] == 32'(pins), "the handler reads the pins");
      pins ^= mask;
      pass(80);
      check(dut.words_q[Pins] == i && sleep, "none for the way back");
      pins ^= ~mask;
      pass(80);
      check(dut.words_q[Pins] == i && sleep, "none for the other pins");
      ring();
      check(dut.words_q[Bells] == 0, "the doorbell is off");
    end
  endtask

  // One pin that asks as long as it is active.
  task automatic check_levels(input logic [1:0] pin, input logic high);
    logic [3:0]  mask;
    logic [31:0] count;
    mask = 4'd1 << pin;
    start(mask, '0, high ? mask : '0, 1'b1);
    pins ^= mask;
    pass(200);
    count = dut.words_q[Pins];
    check(count > 3, "again and again");
    pins ^= mask;
    pass(80);
    check(dut.words_q[Pins] - count < 4 && sleep, "until it is no longer active");
    count = dut.words_q[Pins];
    for (int unsigned i = 1; i < 5; i++) begin
      ring();
      check(dut.words_q[Bells] == i && sleep, "doorbell");
    end
    check(dut.words_q[Pins] == count, "doorbell alone");
  endtask

  int unsigned seed = 1;
  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    for (int unsigned pin = 0; pin < 4; pin++) begin
      check_edges(2'(pin), 1'b0);
      check_edges(2'(pin), 1'b1);
      check_levels(2'(pin), 1'b0);
      check_levels(2'(pin), 1'b1);
    end
    // A pin and the doorbell at once: the pin first, the other is kept.
    start(4'hF, 4'hF, 4'hF, 1'b1);
    pins = 4'h8;
    ring();
    check(dut.words_q[Pins] == 1 && dut.words_q[Bells] == 1, "both");
    // Counters start with the reset and go on.
    check(cycles > 64'd190 && cycles < 64'd220, "cycles");
    check(issued > 64'd15 && issued < cycles, "issued");
    check(branches >= 64'd2 && branches < issued, "branches");
    check(missed_taken + missed_not_taken <= branches, "mispredictions");
    $display("PASS tb_hx_ppu_alone");
    $finish;
  end

endmodule
