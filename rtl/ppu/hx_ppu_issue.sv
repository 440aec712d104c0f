// Issue stage: scoreboard, write port slots, multi-cycle sequencer.
// SPDX-License-Identifier: Apache-2.0
//
// At most one operation issues a cycle, in order. T is the cycle of the issue. A result of
// latency L may be read by an instruction that issues in T + L and takes the write port's slot of
// that cycle; two results never share a slot. Condition fields and special registers are usable
// from T + 2; a write of the carry register blocks everything until it is done. Update forms and
// multiple transfers stay in the stage and issue an operation each cycle.
module hx_ppu_issue
  import hx_ppu_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,
    input logic divider_started_i,  // it is usable only some time after reset

    // Instruction in the stage
    input logic       valid_i,
    input unit_t      unit_i,
    input hazard_t    hazard_i,
    input logic [4:0] target_i,
    input logic [4:0] base_i,            // register of an update form
    input logic       sets_cr0_i,

    input logic block_i,             // nothing issues: sleep, interrupt, exception
    input logic wrong_i,             // nor on the wrong path behind a branch
    input logic vector_ready_i,
    input logic vector_idle_i,
    input logic access_ready_i,      // room for one more load or store
    input logic accesses_idle_i,     // none under way
    input logic divider_busy_i,
    input logic divider_ends_i,      // its result is written in the next cycle
    input logic cancel_i,            // the load issued in the previous cycle does not happen

    // Load results
    input  logic       loaded_i,
    input  logic [4:0] loaded_target_i,

    output logic       issue_o,      // an operation issues; last_o: the instruction leaves
    output logic       last_o,
    output logic [4:0] step_o,       // number of the operation in its instruction
    output logic       address_o,    // the operation writes the address of a load back
    output logic       drained_o,    // nothing that issued before is under way
    output logic       between_o     // not within a sequence or a pause behind an instruction
);

  localparam int unsigned FixedLatency = 1, AddressLatency = 2, LoadPort = 6;
  localparam logic [4:0] DivideCost = 5'd31, SyncCost = 5'd1, MsrCost = 5'd3, XerCost = 5'd2,
                         MultiplyXerCost = 5'd5;  // cycles without issue behind the instruction

  // --- state ------------------------------------------------------------------------------
  logic [31:0] pending_q;      // registers with a result on its way
  logic [5:1]  slots_q;        // bit n: the write port is taken n cycles from now
  logic [3:1]  clear_q;        // bit n: a register stops pending in n cycles
  logic [4:0]  clear1_q, clear2_q, clear3_q;  // these registers
  logic [7:0]  fields_q;       // condition fields written by the previous operation
  logic [4:1]  product_cr_q;   // bit n: CR0 of a product is written in n cycles
  logic [3:1]  product_q;      // products that keep the divider from starting
  logic [2:0]  special_q;      // special registers written by the previous operation
  logic        previous_q;     // something issued in the previous cycle
  logic        product_busy_q;
  logic [4:0]  pause_q;        // cycles without issue
  logic [4:0]  step_q, last_target_q;

  // --- decision -----------------------------------------------------------------------------
  logic        readable, free, unit_free, first, products;
  logic [4:0]  readable_target, last_step, target;
  logic [31:0] pending;
  logic [7:0]  fields;
  logic        takes_fixed, can_issue;

  assign first     = step_q == 0;
  assign products  = product_busy_q || product_q != 0;
  assign drained_o = !previous_q && !products && accesses_idle_i && !divider_busy_i && vector_idle_i;
  assign between_o = first && pause_q == 0;

  always_comb begin
    pending = pending_q;
    if (readable) pending[readable_target] = 1'b0;
    fields = fields_q;
    if (product_cr_q != 0) fields[0] = 1'b1;

    address_o = 1'b0;
    last_step = '0;
    if (hazard_i.multiple) last_step = 5'd31 - target_i;
    else if (hazard_i.update && unit_i == UnitLoad) last_step = 5'd1;

    unit_free = 1'b1;
    unique case (unit_i)
      UnitDivide: unit_free = divider_started_i && product_q == 0;
      UnitVector: unit_free = vector_ready_i;
      UnitSync, UnitWait, UnitTrap, UnitMsr: unit_free = drained_o;
      UnitLoad: begin
        address_o = hazard_i.update && !first;
        unit_free = address_o ? !slots_q[AddressLatency] : access_ready_i;
      end
      UnitStore: unit_free = access_ready_i && !(hazard_i.update && slots_q[AddressLatency]);
      UnitMultiply: ;  // nothing else is that long under way
      default: unit_free = !(hazard_i.writes_gpr && slots_q[FixedLatency]);
    endcase

    free = !first || ((hazard_i.gpr & pending) == 0 && (hazard_i.cr_reads & fields) == 0 &&
                      (hazard_i.spr_reads & special_q) == 0 &&
                      // A product in flight must not overwrite the newer CR0.
                      !(hazard_i.cr_writes[0] && product_cr_q[4:2] != 0 &&
                        unit_i != UnitMultiply));
    can_issue   = valid_i && !block_i && pause_q == 0 && free && unit_free;
    issue_o     = can_issue && !wrong_i;
    last_o      = issue_o && step_q == last_step;
    takes_fixed = issue_o && hazard_i.writes_gpr && unit_i == UnitFixed;
    target      = target_i + step_q;
  end

  assign step_o = step_q;

  hx_ppu_load_slots i_load_slots (
      .clk_i, .rst_ni, .loaded_i, .loaded_target_i,
      .next_reserved_i(slots_q[1]), .next_taken_i(takes_fixed),
      .overwrite_i(issue_o && hazard_i.writes_gpr), .overwrite_target_i(target_i),
      .readable_o(readable), .target_o(readable_target)
  );

  // --- what the issue leaves behind ---------------------------------------------------------
  logic writes_address;
  assign writes_address = issue_o && (address_o || (hazard_i.update && unit_i == UnitStore));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      pending_q      <= '0;
      slots_q        <= '0;
      clear_q        <= '0;
      fields_q       <= '0;
      product_cr_q   <= '0;
      product_q      <= '0;
      product_busy_q <= 1'b0;
      special_q      <= '0;
      previous_q     <= 1'b0;
      pause_q        <= '0;
      step_q         <= '0;
    end else begin
      fields_q       <= '0;
      special_q      <= '0;
      previous_q     <= 1'b0;
      product_busy_q <= product_q[1];
      if (pause_q != 0) pause_q <= pause_q - 5'd1;
      if (slots_q != 0) slots_q <= slots_q >> 1;
      if (product_cr_q != 0) product_cr_q <= product_cr_q >> 1;
      if (product_q != 0) product_q <= product_q >> 1;
      if (readable) pending_q[readable_target] <= 1'b0;
      if (clear_q != 0) begin
        clear_q  <= clear_q >> 1;
        clear2_q <= clear3_q;
        clear1_q <= clear2_q;
        if (clear_q[1]) pending_q[clear1_q] <= 1'b0;
      end
      if (cancel_i) pending_q[last_target_q] <= 1'b0;
      if (divider_ends_i) fields_q[0] <= 1'b1;

      // A load that would issue right behind a mispredicted branch is lost, but its place at the
      // write port stays taken. Update forms and lmw leave none.
      if (can_issue && wrong_i && unit_i == UnitLoad && !hazard_i.update && !hazard_i.multiple)
        slots_q[LoadPort-1] <= 1'b1;

      if (issue_o) begin
        step_q     <= last_o ? '0 : step_q + 5'd1;
        previous_q <= unit_i != UnitNop && unit_i != UnitVector;
        special_q  <= hazard_i.spr_writes;
        if (unit_i == UnitFixed || unit_i == UnitBranch) fields_q <= hazard_i.cr_writes;
        unique case (unit_i)
          UnitDivide: pause_q <= DivideCost;
          UnitTrap, UnitSync: pause_q <= SyncCost;
          UnitMsr: pause_q <= MsrCost;
          UnitMultiply: begin
            pending_q[target_i] <= 1'b1;
            slots_q[3]          <= 1'b1;
            clear_q[3]          <= 1'b1;
            clear3_q            <= target_i;
            product_q[3]        <= 1'b1;
            product_cr_q[4]     <= sets_cr0_i;
            if (hazard_i.writes_xer) pause_q <= MultiplyXerCost;
          end
          UnitLoad:
          if (!address_o) begin
            pending_q[target] <= 1'b1;
            last_target_q     <= target;
          end
          default: if (hazard_i.writes_xer) pause_q <= XerCost;
        endcase
        if (writes_address) begin
          pending_q[base_i] <= 1'b1;
          slots_q[1]        <= 1'b1;
          clear_q[1]        <= 1'b1;
          clear1_q          <= base_i;
        end
      end else if (block_i || wrong_i) begin
        step_q <= '0;  // a sequence is cut off only by an exception
      end
    end
  end

endmodule
