// Bench of the interrupt requests: random pins, doorbells, timers and controls against rules.
// SPDX-License-Identifier: Apache-2.0
//
// The rules, one source at a time: a pin asks while it has its active level, or in the cycle in
// which it comes to it; a request is kept only if interrupts are on, until its handler is
// entered; pins go before the interval timer, the decrementer and the doorbell.
// Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_ppu_interrupts;

  localparam int unsigned Cycles = 40000;
  localparam int unsigned Period = 200;  // between controls

  logic        clk = 1'b0;
  logic        rst_n = 1'b0;
  logic        enable = 1'b0, doorbell = 1'b0, fixed_interval = 1'b0, decrementer = 1'b0;
  logic        enter = 1'b0;
  logic [31:0] control = '0;
  logic [3:0]  pins = '0;
  logic        pending;
  logic [29:0] vector;

  hx_ppu_interrupts dut (
      .clk_i(clk), .rst_ni(rst_n), .enable_i(enable), .control_i(control), .pins_i(pins),
      .doorbell_i(doorbell), .fixed_interval_i(fixed_interval), .decrementer_i(decrementer),
      .enter_i(enter), .pending_o(pending), .vector_o(vector)
  );

  always #2 clk = !clk;

  // Pin p as one writes it down.
  typedef struct packed {
    logic used;
    logic on_edge;   // else level
    logic high;      // active level
  } pin_t;
  pin_t [3:0] settings;
  logic       bell_used;
  logic [3:0] pins_before = '0;
  logic       pin_kept = 1'b0, bell_kept = 1'b0;
  int unsigned entered[4] = '{default: 0};

  function automatic logic asks(input int unsigned p);
    logic active, was_active;
    active     = pins[p] == settings[p].high;
    was_active = pins_before[p] == settings[p].high;
    return settings[p].used && active && (!settings[p].on_edge || !was_active);
  endfunction

  task automatic choose();
    control = $urandom;
    for (int unsigned p = 0; p < 4; p++) begin
      settings[p] = 3'($urandom);
      {control[16+p], control[12+p], control[8+p]} =
          {settings[p].high, settings[p].on_edge, settings[p].used};
    end
    bell_used  = 1'($urandom);
    control[0] = bell_used;
  endtask

  int unsigned seed = 1;
  initial begin
    logic [29:0] wanted;
    logic        asked;
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    choose();
    repeat (2) @(posedge clk);
    #1 rst_n = 1'b1;
    for (int unsigned cycle = 0; cycle < Cycles; cycle++) begin
      if (cycle % Period == 0) choose();
      enable         = $urandom_range(3, 0) != 0;
      doorbell       = $urandom_range(7, 0) == 0;
      fixed_interval = $urandom_range(7, 0) == 0;
      decrementer    = $urandom_range(7, 0) == 0;
      if ($urandom_range(2, 0) == 0) pins[2'($urandom)] = 1'($urandom);
      #1;
      // What is answered now.
      wanted = pin_kept ? 30'h5 : fixed_interval ? 30'hb : decrementer ? 30'hc : 30'h9;
      if (pending != (pin_kept || bell_kept || fixed_interval || decrementer))
        $fatal(1, "cycle %0d: pending %b", cycle, pending);
      if (pending && vector != wanted) $fatal(1, "cycle %0d: vector %h", cycle, vector);
      enter = pending && $urandom_range(2, 0) == 0;
      // What is kept then.
      asked = 1'b0;
      for (int unsigned p = 0; p < 4; p++) asked = asked || asks(p);
      if (enter)
        entered[wanted == 30'h5 ? 0 : wanted == 30'hb ? 1 : wanted == 30'hc ? 2 : 3]++;
      if (enter && wanted == 30'h5) pin_kept = 1'b0;
      if (enter && wanted == 30'h9) bell_kept = 1'b0;
      if (enable && asked) pin_kept = 1'b1;
      if (enable && doorbell && bell_used) bell_kept = 1'b1;
      pins_before = pins;
      @(posedge clk);
      #1;
    end
    foreach (entered[s]) if (entered[s] < 20) $fatal(1, "source %0d: %0d", s, entered[s]);
    $display("PASS tb_hx_ppu_interrupts: %0d %0d %0d %0d", entered[0], entered[1], entered[2],
             entered[3]);
    $finish;
  end

endmodule
