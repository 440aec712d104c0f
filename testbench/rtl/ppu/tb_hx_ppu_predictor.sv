// Bench of the branch predictor: random lookups and updates against a plain list of entries.
// SPDX-License-Identifier: Apache-2.0
//
// More branches than entries, updates in consecutive cycles: counters, targets, the free index
// that is one cycle old, and the victim by the cycle number. Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_ppu_predictor;

  localparam int unsigned Entries = 16;
  localparam int unsigned Cycles = 40000;
  localparam int unsigned Period = 400;  // between resets

  logic        clk = 1'b0;
  logic        rst_n = 1'b0;
  logic [3:0]  cycle = '0;
  logic        lookup = 1'b0;
  logic        update = 1'b0;
  logic        update_taken = 1'b0;
  logic        taken;
  logic [29:0] lookup_address = '0;
  logic [29:0] update_address = '0;
  logic [29:0] update_target = '0;
  logic [29:0] target;

  hx_ppu_predictor dut (
      .clk_i(clk), .rst_ni(rst_n), .cycle_i(cycle), .lookup_i(lookup),
      .lookup_address_i(lookup_address), .taken_o(taken), .target_o(target), .update_i(update),
      .update_address_i(update_address), .update_taken_i(update_taken),
      .update_target_i(update_target)
  );

  always #2 clk = !clk;

  // The list: entry n is used if used[n].
  logic        used[Entries];
  logic [29:0] address[Entries];
  logic [29:0] last[Entries];
  int          count[Entries];
  int          free_now, free_before;  // lowest unused entry, Entries: none

  function automatic int find(logic [29:0] wanted);
    for (int i = 0; i < int'(Entries); i++) if (used[i] && address[i] == wanted) return i;
    return -1;
  endfunction

  function automatic int lowest();
    for (int i = 0; i < int'(Entries); i++) if (!used[i]) return i;
    return int'(Entries);
  endfunction

  int unsigned seed = 1;
  int unsigned hits = 0, stale = 0, victims = 0;
  int at;

  task automatic apply();
    at = find(update_address);
    if (at >= 0) begin
      if (update_taken && count[at] < 3) count[at]++;
      if (!update_taken && count[at] > 0) count[at]--;
    end else begin
      at = free_before == int'(Entries) ? int'(cycle) : free_before;
      if (free_before == int'(Entries)) victims++;
      else if (used[at]) stale++;
      used[at]    = 1'b1;
      address[at] = update_address;
      count[at]   = update_taken ? 3 : 2;
    end
    last[at] = update_target;
  endtask

  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    for (int unsigned i = 0; i < Cycles; i++) begin
      @(posedge clk);
      free_now = lowest();
      if (rst_n && update) apply();
      free_before = free_now;
      if (!rst_n) begin
        foreach (used[n]) used[n] = 1'b0;
        free_before = 0;
      end
      #1;
      rst_n          = i % Period > 1;
      cycle          = 4'(i + 1);
      lookup         = 1'b1;
      lookup_address = 30'($urandom % 24);
      update         = $urandom % 3 == 0 && i % Period > 3;
      update_address = 30'($urandom % 24);
      update_taken   = $urandom % 3 != 0;
      update_target  = 30'($urandom);
      @(negedge clk);
      if (rst_n) begin
        at = find(lookup_address);
        if (taken != (at >= 0 && count[at] > 1)) $fatal(1, "cycle %0d: direction", i);
        if (at >= 0 && target != last[at]) $fatal(1, "cycle %0d: target", i);
        hits += 32'(taken);
      end
    end
    if (hits == 0 || stale == 0 || victims == 0) $fatal(1, "a case was not met");
    $display("PASS tb_hx_ppu_predictor");
    $finish;
  end

endmodule
