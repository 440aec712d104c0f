// Bench of exception entry, sleep and wake-up: random situations against times and addresses.
// SPDX-License-Identifier: Apache-2.0
//
// Rules: a trap or a misaligned access enters its vector at once and redirects 5 cycles later; an
// interrupt enters when everything issued is done and redirects 6 cycles later; the address to
// return to is that of the instruction that trapped, of the next one, or of the wait. A sleeping
// core that is woken without interrupts goes on behind its wait. Nothing issues meanwhile.
// Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_ppu_exceptions;

  localparam int unsigned Rounds = 3000;

  logic        clk = 1'b0;
  logic        rst_n = 1'b0;
  logic        misaligned = 1'b0, trap = 1'b0, waits = 1'b0, issue_valid = 1'b0, between = 1'b1;
  logic        drained = 1'b1, enable = 1'b0, pending = 1'b0;
  logic [29:0] execute_address = '0, issue_address = '0, vector = '0;
  logic        blocked, enter, trap_seen, interrupt, redirect, sleep;
  logic [29:0] return_address, target;

  hx_ppu_exceptions dut (
      .clk_i(clk), .rst_ni(rst_n), .misaligned_i(misaligned), .trap_i(trap), .wait_i(waits),
      .execute_address_i(execute_address), .issue_valid_i(issue_valid),
      .issue_address_i(issue_address), .between_i(between), .drained_i(drained),
      .enable_i(enable), .pending_i(pending), .vector_i(vector), .block_o(blocked),
      .enter_o(enter), .trap_o(trap_seen), .interrupt_o(interrupt),
      .return_address_o(return_address), .redirect_o(redirect), .target_o(target),
      .sleep_o(sleep)
  );

  always #50 clk = !clk;

  task automatic check(input logic ok, input string what);
    if (!ok) $fatal(1, "%0t: %s", $time, what);
  endtask

  // The cycle ends; addresses change with it.
  task automatic step();
    @(posedge clk);
    #1;
    {misaligned, trap, waits} = '0;
    execute_address = 30'($urandom);
    issue_address   = 30'($urandom);
    vector          = 30'($urandom);
    issue_valid     = 1'($urandom);
    #1;
  endtask

  // A redirect after so many cycles and not before, nothing issues until then.
  task automatic wait_for_redirect(input int unsigned cycles, input logic [29:0] wanted);
    for (int unsigned i = 1; i <= cycles; i++) begin
      check(blocked, "something may issue");
      step();
      check(redirect == (i == cycles), "redirect");
    end
    check(target == wanted, "target");
    check(blocked && !enter, "redirect only");
    step();
    check(!redirect, "one redirect");
  endtask

  task automatic fault();
    logic kind;
    kind = 1'($urandom);
    misaligned = kind;
    trap       = !kind;
    #1;
    check(enter && !interrupt && trap_seen == !kind, "entered at once");
    check(return_address == execute_address, "address of the instruction");
    wait_for_redirect(4, kind ? 30'h6 : 30'h7);
    check(!blocked, "handler runs");
  endtask

  task automatic enter_interrupt(input logic asleep, input logic [29:0] sleep_address);
    logic [29:0] wanted;
    enable = 1'b1;
    // Not between the steps of an instruction.
    between = 1'b0;
    pending = 1'b1;
    #1;
    check(!enter, "not between");
    if (!asleep) begin
      check(!blocked, "goes on until it may be entered");
      step();
    end
    between = 1'b1;
    drained = asleep;  // with something on its way nothing sleeps
    #1;
    while (!asleep && (!drained || !issue_valid)) begin
      check(blocked && !enter, "waits for what was issued");
      step();
      drained = $urandom_range(2, 0) == 0;
      #1;
    end
    check(enter && interrupt, "entered");
    check(return_address == (asleep ? sleep_address : issue_address), "address to return to");
    wanted = vector;
    // The handler runs without interrupts.
    @(posedge clk);
    #1;
    enable  = 1'b0;
    pending = 1'b0;
    #1;
    check(!sleep && blocked, "awake");
    for (int unsigned i = 1; i < 5; i++) begin
      check(!redirect, "too early");
      step();
    end
    check(redirect && target == wanted, "vector of the moment of entry");
    step();
    check(!redirect && !blocked, "handler runs");
    drained = 1'b1;
  endtask

  task automatic fall_asleep(output logic [29:0] address);
    waits   = 1'b1;
    address = execute_address;
    #1;
    check(blocked && !enter, "wait");
    step();
    repeat ($urandom_range(20, 0)) begin
      check(sleep && blocked && !redirect && !enter, "asleep");
      step();
    end
  endtask

  int unsigned seed = 1;
  initial begin
    logic [29:0] address;
    logic [1:0]  choice;
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (2) @(posedge clk);
    #1 rst_n = 1'b1;
    step();
    for (int unsigned round = 0; round < Rounds; round++) begin
      check(!blocked && !sleep && !enter && !redirect, "at rest");
      choice = 2'($urandom);
      unique case (choice)
        2'd0: fault();
        2'd1: enter_interrupt(1'b0, '0);
        2'd2: begin
          fall_asleep(address);
          enter_interrupt(1'b1, address);
        end
        default: begin
          fall_asleep(address);
          pending = 1'b1;  // interrupts are off
          #1;
          check(!enter, "no handler");
          step();
          pending = 1'b0;
          #1;
          check(redirect && target == address + 30'd1 && !sleep, "goes on behind the wait");
          check(blocked, "not yet");
          step();
          check(!redirect, "one redirect");
        end
      endcase
      repeat ($urandom_range(5, 0)) step();
    end
    $display("PASS tb_hx_ppu_exceptions");
    $finish;
  end

endmodule
