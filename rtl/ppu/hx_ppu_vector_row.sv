// fxvinx, fxvoutx: one vector in one access of the parallel I/O bus.
// SPDX-License-Identifier: Apache-2.0
//
// Started in T, the request stands from T + 1 on. Up to Depth accesses may be outstanding;
// responses are worked off in order, two cycles each: the second one asks for the register write
// of a read (until granted). ready_o means that an operation may come; busy_o falls two cycles after
// the last one's second cycle.
// Each user of an operation reads its own fields.
/* verilator lint_off UNUSEDSIGNAL */
module hx_ppu_vector_row
  import hx_ppu_vector_pkg::*;
#(
    parameter int unsigned Depth = 16  // a power of two
) (
    input logic clk_i,
    input logic rst_ni,

    input logic    load_i,  // data_i is the vector to write
    input vector_t data_i,

    input  logic              start_i,
    input  op_t               op_i,
    input  logic       [31:0] address_i,
    input  condition_t        vcr_i,
    output logic              ready_o,
    output logic              busy_o,

    output logic       request_o,  // of the register write
    input  logic       grant_i,
    output logic [4:0] target_o,
    output vector_t    result_o,

    output logic           row_valid_o,
    output logic           row_write_o,
    output logic    [31:0] row_address_o,
    output mask_t          row_enable_o,
    output vector_t        row_data_o,
    input  logic           row_accept_i,
    input  logic           row_response_i,
    input  vector_t        row_data_i
);

  localparam int unsigned IndexWidth = $clog2(Depth);

  typedef struct packed {
    logic       has_target;
    logic [4:0] target;
  } access_t;

  access_t                  access_q        [Depth];  // outstanding, oldest at read_q
  vector_t                  response_q      [Depth];
  logic    [  IndexWidth:0] outstanding_q;
  logic    [  IndexWidth:0] answered_q;               // of the outstanding ones
  logic    [IndexWidth-1:0] read_q;
  logic    [IndexWidth-1:0] answer_q;
  logic    [IndexWidth-1:0] write_q;
  logic                     second_q;                 // second cycle of the oldest
  logic                     linger_q;
  logic                     valid_q;
  logic                     is_write_q;
  logic    [          31:0] address_q;
  mask_t                    enable_q;
  vector_t                  operand_q;
  vector_t                  data_q;
  logic                     leave;

  // Not while a request stands: its fields are still needed.
  assign ready_o       = (outstanding_q < (IndexWidth + 1)'(Depth) || leave) && (!valid_q || row_accept_i);
  assign busy_o        = outstanding_q != '0 || linger_q;
  assign request_o     = second_q && access_q[read_q].has_target;
  assign target_o      = access_q[read_q].target;
  assign result_o      = response_q[read_q];
  assign leave         = second_q && (grant_i || !access_q[read_q].has_target);
  assign row_valid_o   = valid_q;
  assign row_write_o   = is_write_q;
  assign row_address_o = address_q;
  assign row_enable_o  = enable_q;
  assign row_data_o    = data_q;

  always_ff @(posedge clk_i) begin
    if (load_i) operand_q <= data_i;
    if (!rst_ni) begin
      outstanding_q <= '0;
      answered_q    <= '0;
      read_q        <= '0;
      answer_q      <= '0;
      write_q       <= '0;
      second_q      <= 1'b0;
      linger_q      <= 1'b0;
      valid_q       <= 1'b0;
    end else if (start_i || busy_o) begin
      if (valid_q && row_accept_i) valid_q <= 1'b0;
      if (start_i) begin
        valid_q    <= 1'b1;
        is_write_q <= !op_i.has_target;
        address_q  <= address_i;
        enable_q   <= enabled(op_i.c, vcr_i);
        if (!op_i.has_target) data_q <= operand_q;
        access_q[write_q] <= '{has_target: op_i.has_target, target: op_i.target};
        write_q <= write_q + IndexWidth'(1);
      end
      if (row_response_i) begin
        if (access_q[answer_q].has_target) response_q[answer_q] <= row_data_i;
        answer_q <= answer_q + IndexWidth'(1);
      end
      if (leave) read_q <= read_q + IndexWidth'(1);
      second_q <= second_q ? !leave : answered_q != '0 || row_response_i;
      linger_q <= leave;
      outstanding_q <= outstanding_q + (IndexWidth + 1)'(start_i) - (IndexWidth + 1)'(leave);
      answered_q <= answered_q + (IndexWidth + 1)'(row_response_i) - (IndexWidth + 1)'(leave);
    end
  end

  // A request is held until it is accepted.
  request_kept :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
      start_i |-> (!valid_q || row_accept_i) && outstanding_q < (IndexWidth + 1)'(Depth));
  // A response belongs to an access.
  response_expected :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
      row_response_i |-> answered_q < outstanding_q);

endmodule
/* verilator lint_on UNUSEDSIGNAL */
