// Exception entry, sleep and wake-up.
// SPDX-License-Identifier: Apache-2.0
//
// The instruction in the vector's slot issues 9 cycles behind the one that trapped or met a
// misaligned address, or behind the first cycle in which an interrupt is pending and everything
// issued before is done. A sleeping core goes on behind its wait instruction 5 cycles after an
// event if interrupts are off; else the handler returns to the wait.
module hx_ppu_exceptions (
    input logic clk_i,
    input logic rst_ni,

    // Execute stage, one cycle behind the issue
    input logic        misaligned_i,
    input logic        trap_i,
    input logic        wait_i,
    input logic [29:0] execute_address_i,
    // Issue stage
    input logic        issue_valid_i,
    input logic [29:0] issue_address_i,
    input logic        between_i,   // an interrupt may come between instructions
    input logic        drained_i,
    // Requests
    input logic        enable_i,    // MSR.EE
    input logic        pending_i,
    input logic [29:0] vector_i,

    output logic        block_o,    // nothing may issue
    output logic        enter_o,    // state is saved in this cycle
    output logic        trap_o,
    output logic        interrupt_o,  // ... for the request
    output logic [29:0] return_address_o,
    output logic        redirect_o,
    output logic [29:0] target_o,
    output logic        sleep_o
);

  localparam logic [29:0] AlignmentVector = 30'h6, TrapVector = 30'h7;
  localparam logic [2:0] EntryCycles = 3'd5;  // from the decision to the redirect

  logic [2:0]  left_q;
  logic [29:0] vector_q, sleep_address_q;
  logic        sleep_q, wake_q, interrupt, synchronous;

  assign synchronous = misaligned_i || trap_i;
  assign interrupt   = pending_i && enable_i && left_q == 0 && !wake_q && between_i;
  assign interrupt_o = interrupt && drained_i && (issue_valid_i || sleep_q);
  assign enter_o     = synchronous || interrupt_o;
  assign trap_o      = trap_i;
  assign block_o     = synchronous || wait_i || sleep_q || wake_q || left_q != 0 || interrupt;
  assign redirect_o  = left_q == 3'd1 || wake_q;
  assign target_o    = wake_q ? sleep_address_q + 30'd1 : vector_q;
  assign sleep_o     = sleep_q;

  assign return_address_o = synchronous ? execute_address_i :
                            sleep_q ? sleep_address_q : issue_address_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      left_q  <= '0;
      sleep_q <= 1'b0;
      wake_q  <= 1'b0;
    end else begin
      wake_q <= sleep_q && pending_i && !enable_i;
      if (left_q != 0) left_q <= left_q - 3'd1;
      if (wait_i) begin
        sleep_q         <= 1'b1;
        sleep_address_q <= execute_address_i;
      end
      if (sleep_q && pending_i) sleep_q <= 1'b0;
      if (enter_o) begin
        left_q   <= synchronous ? EntryCycles - 3'd1 : EntryCycles;
        vector_q <= misaligned_i ? AlignmentVector : trap_i ? TrapVector : vector_i;
      end
    end
  end

endmodule
