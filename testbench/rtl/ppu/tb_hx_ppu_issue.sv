// Bench of the issue stage: random instructions against deadlines.
// SPDX-License-Identifier: Apache-2.0
//
// The bench keeps, for each register, the first cycle in which a reader may issue, and checks
// that an instruction issues in the first cycle allowed, never earlier and never later.
// Fixed-point, product and store-with-update results, and their places at the write port.
// Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_ppu_issue
  import hx_ppu_pkg::*;
;

  localparam int unsigned Instructions = 30000;

  logic       clk = 1'b0;
  logic       rst_n = 1'b0;
  logic       valid = 1'b0;
  unit_t      unit = UnitFixed;
  hazard_t    hazard = '0;
  logic [4:0] target = '0;
  logic [4:0] base = '0;
  logic       sets_cr0 = 1'b0;
  logic       issue, last, address, drained, between;
  logic [4:0] step;

  hx_ppu_issue dut (
      .clk_i(clk), .rst_ni(rst_n), .divider_started_i(1'b1), .valid_i(valid), .unit_i(unit),
      .hazard_i(hazard), .target_i(target), .base_i(base), .sets_cr0_i(sets_cr0), .block_i(1'b0), .wrong_i(1'b0),
      .vector_ready_i(1'b1), .vector_idle_i(1'b1), .access_ready_i(1'b1), .accesses_idle_i(1'b1),
      .divider_busy_i(1'b0), .divider_ends_i(1'b0), .cancel_i(1'b0), .loaded_i(1'b0),
      .loaded_target_i('0), .issue_o(issue), .last_o(last), .step_o(step), .address_o(address),
      .drained_o(drained), .between_o(between)
  );

  always #2 clk = !clk;

  int unsigned seed = 1;
  int cycle = 0;
  int first, latency, stalls = 0, kind;
  int ready[32];       // first issue cycle of a reader or writer
  int fields[8];       // the same of condition fields, readers only
  int product_cr = 0;  // first cycle of a newer CR0
  logic taken[int];    // places at the write port

  task automatic choose();
    hazard = '0;
    target = 5'($urandom % 6);
    base   = 5'($urandom % 6);
    hazard.gpr[base]   = 1'b1;
    hazard.gpr[target] = 1'b1;
    sets_cr0 = 1'b0;
    latency  = 1;
    kind     = int'($urandom % 8);
    unit     = UnitFixed;
    case (kind)
      0, 1: begin
        unit     = UnitMultiply;
        latency  = 4;
        sets_cr0 = 1'($urandom);
        hazard.writes_gpr   = 1'b1;
        hazard.cr_writes[0] = sets_cr0;
      end
      2: begin
        unit          = UnitStore;
        latency       = 2;
        hazard.update = 1'b1;
      end
      3: begin  // compare
        hazard.cr_writes[$urandom%3] = 1'b1;
      end
      4: hazard.cr_reads[$urandom%3] = 1'b1;
      5: begin
        hazard.writes_gpr = 1'b1;
        hazard.writes_xer = 1'b1;
      end
      default: hazard.writes_gpr = 1'b1;
    endcase
  endtask

  task automatic expect_first(int from);
    first = from;
    for (int i = 0; i < 32; i++) if (hazard.gpr[i] && ready[i] > first) first = ready[i];
    for (int i = 0; i < 8; i++) if (hazard.cr_reads[i] && fields[i] > first) first = fields[i];
    if (hazard.cr_writes[0] && unit != UnitMultiply && product_cr > first) first = product_cr;
    if (hazard.writes_gpr || hazard.update) while (taken.exists(first + latency) != 0) first++;
  endtask

  initial begin
    int next = 0;
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (2) @(posedge clk);
    #1 rst_n = 1'b1;
    for (int unsigned i = 0; i < Instructions; i++) begin
      choose();
      expect_first(next);
      valid = 1'b1;
      forever begin
        @(negedge clk);
        if (issue != (cycle == first)) $fatal(1, "instruction %0d: cycle %0d, not %0d", i, cycle, first);
        @(posedge clk);
        #1 cycle++;
        if (cycle > first) break;
      end
      stalls += first > next ? 1 : 0;
      // What it leaves behind
      if (hazard.writes_gpr || hazard.update) taken[first+latency] = 1'b1;
      if (hazard.writes_gpr) ready[target] = first + latency;
      if (hazard.update) ready[base] = first + latency;
      for (int f = 0; f < 8; f++) if (hazard.cr_writes[f]) fields[f] = first + latency + 1;
      if (unit == UnitMultiply && sets_cr0) product_cr = first + latency;
      next = first + (hazard.writes_xer ? 3 : 1);
      if (i % 64 == 63) taken.delete();
      if (i % 64 == 63) next += 8;
      while (cycle < next) begin
        valid = 1'b0;
        @(posedge clk);
        #1 cycle++;
      end
    end
    if (stalls == 0) $fatal(1, "nothing ever waited");
    $display("PASS tb_hx_ppu_issue");
    $finish;
  end

  logic unused;
  assign unused = &{1'b0, last, address, drained, between, step};

endmodule
