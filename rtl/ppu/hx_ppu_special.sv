// Special registers other than the timers, and the machine state.
// SPDX-License-Identifier: Apache-2.0
//
// An exception saves the return address and the machine state; return instructions take them
// back. Unknown registers read 0.
module hx_ppu_special
  import hx_ppu_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    // Operation in the execute stage
    input  logic        write_i,
    input  logic        write_state_i,  // mtmsr
    input  logic [9:0]  number_i,
    input  logic [31:0] data_i,
    output logic [31:0] data_o,
    output logic        timer_o,        // number_i belongs to the timers
    input  logic [31:0] timer_data_i,
    input  logic [31:0] xer_i,
    // Branches
    input  logic        links_i,
    input  logic [29:0] link_i,         // next address
    input  logic        counts_i,
    input  logic        return_i,
    input  op_t         op_i,
    output logic [31:0] saved_o,        // where return_i goes
    // Exceptions
    input  logic        enter_i,
    input  logic        trap_i,         // ... because of a trap
    input  logic [29:0] return_address_i,

    input  logic [3:0]  pins_i,
    output logic [31:0] link_o,
    output logic [31:0] count_o,
    output logic [31:0] state_o,        // MSR
    output logic        interrupts_o,   // MSR.EE, with the return of this cycle
    output logic [31:0] interrupt_control_o,
    output logic [31:0] pins_o,
    output logic [31:0] pins_enable_o
);

  localparam logic [31:0] KeptState = 32'h0002_1200;  // CE, ME, DE survive an exception
  localparam logic [31:0] TrapCause = 32'h0200_0000;

  logic [31:0] link_q, count_q, state_q, srr0_q, srr1_q, csrr0_q, csrr1_q, mcsrr0_q, mcsrr1_q;
  logic [31:0] dear_q, esr_q, gout_q, goe_q, iccr_q, saved_state;

  always_comb begin
    timer_o = 1'b0;
    unique case (number_i)
      10'd1: data_o = xer_i;
      10'd8: data_o = link_q;
      10'd9: data_o = count_q;
      10'd26: data_o = srr0_q;
      10'd27: data_o = srr1_q;
      10'd58: data_o = csrr0_q;
      10'd59: data_o = csrr1_q;
      10'd61: data_o = dear_q;
      10'd62: data_o = esr_q;
      10'd65: data_o = {28'b0, pins_i};
      10'd66: data_o = gout_q;
      10'd67: data_o = goe_q;
      10'd68: data_o = iccr_q;
      10'd570: data_o = mcsrr0_q;
      10'd571: data_o = mcsrr1_q;
      10'd22, 10'd54, 10'd284, 10'd285, 10'd336, 10'd340: begin
        data_o  = timer_data_i;
        timer_o = 1'b1;
      end
      default: data_o = '0;
    endcase
  end

  assign saved_o     = op_i == OpReturn ? srr0_q : op_i == OpReturnCritical ? csrr0_q : mcsrr0_q;
  assign saved_state = op_i == OpReturn ? srr1_q : op_i == OpReturnCritical ? csrr1_q : mcsrr1_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      link_q   <= '0;
      count_q  <= '0;
      state_q  <= '0;
      srr0_q   <= '0;
      srr1_q   <= '0;
      csrr0_q  <= '0;
      csrr1_q  <= '0;
      mcsrr0_q <= '0;
      mcsrr1_q <= '0;
      dear_q   <= '0;
      esr_q    <= '0;
      gout_q   <= '0;
      goe_q    <= '0;
      iccr_q   <= '0;
    end else begin
      if (links_i) link_q <= {link_i, 2'b00};
      if (counts_i) count_q <= count_q - 32'd1;
      if (write_i) begin
        unique case (number_i)
          10'd8: link_q <= data_i;
          10'd9: count_q <= data_i;
          10'd26: srr0_q <= data_i;
          10'd27: srr1_q <= data_i;
          10'd58: csrr0_q <= data_i;
          10'd59: csrr1_q <= data_i;
          10'd61: dear_q <= data_i;
          10'd62: esr_q <= data_i;
          10'd66: gout_q <= data_i;
          10'd67: goe_q <= data_i;
          10'd68: iccr_q <= data_i;
          10'd570: mcsrr0_q <= data_i;
          10'd571: mcsrr1_q <= data_i;
          default: ;
        endcase
      end
      if (write_state_i) state_q <= data_i;
      if (return_i) state_q <= saved_state;
      if (enter_i) begin
        srr0_q  <= {return_address_i, 2'b00};
        srr1_q  <= state_q;
        state_q <= state_q & KeptState;
        if (trap_i) esr_q <= TrapCause;
      end
    end
  end

  assign link_o              = link_q;
  assign count_o             = count_q;
  assign state_o             = state_q;
  assign interrupts_o        = return_i ? saved_state[15] : state_q[15];
  assign interrupt_control_o = iccr_q;
  assign pins_o              = gout_q;
  assign pins_enable_o       = goe_q;

endmodule
