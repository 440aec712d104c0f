// Integer arithmetic, logic, rotates and shifts, combinational.
// SPDX-License-Identifier: Apache-2.0
//
// Shifts use five bits of the amount, as in the published core. carry_o and overflow_o count
// only for operations that set them.
module hx_ppu_alu
  import hx_ppu_pkg::*;
(
    input  logic        valid_i,   // else all results are 0 and cost nothing
    input  op_t         op_i,
    input  carry_t      carry_i,   // where the carry into the adder comes from
    input  logic        invert_i,  // of the first operand
    input  logic [4:0]  mask_begin_i,
    input  logic [4:0]  mask_end_i,
    input  logic [31:0] first_i,
    input  logic [31:0] second_i,
    input  logic [31:0] third_i,   // old target of an insert
    input  logic        ca_i,

    output logic [31:0] result_o,
    output logic        carry_o,
    output logic        overflow_o
);

  function automatic logic [31:0] rotated(logic [31:0] value, logic [4:0] count);
    return (value << count) | (value >> (6'd32 - {1'b0, count}));
  endfunction

  // Ones from bit `first` to bit `last`, bit 0 being the highest; around the end if first > last.
  function automatic logic [31:0] mask_of(logic [4:0] first, logic [4:0] last);
    logic [31:0] from, to;
    from = '1 >> first;
    to   = '1 << (5'd31 - last);
    return first <= last ? from & to : from | to;
  endfunction

  function automatic logic [31:0] leading_zeros(logic [31:0] value);
    for (int unsigned i = 0; i < 32; i++) if (value[31-i]) return i;
    return 32'd32;
  endfunction

  // Ones in each byte.
  function automatic logic [31:0] bytes_counted(logic [31:0] value);
    logic [31:0] pairs, nibbles;
    pairs   = value - ((value >> 1) & 32'h5555_5555);
    nibbles = (pairs & 32'h3333_3333) + ((pairs >> 2) & 32'h3333_3333);
    return (nibbles + (nibbles >> 4)) & 32'h0f0f_0f0f;
  endfunction

  logic [31:0] left, mask;
  logic [32:0] sum;
  logic        carry_in;

  always_comb begin
    result_o   = '0;
    carry_o    = 1'b0;
    overflow_o = 1'b0;
    left       = '0;
    mask       = '0;
    sum        = '0;
    carry_in   = 1'b0;
    if (valid_i) begin
      unique case (op_i)
        OpAdd: begin
          left       = invert_i ? ~first_i : first_i;
          carry_in   = carry_i == CarryXer ? ca_i : carry_i == CarryOne;
          sum        = {1'b0, left} + {1'b0, second_i} + 33'(carry_in);
          result_o   = sum[31:0];
          carry_o    = sum[32];
          overflow_o = left[31] == second_i[31] && left[31] != sum[31];
        end
        OpAnd: result_o = first_i & second_i;
        OpAndc: result_o = first_i & ~second_i;
        OpOr: result_o = first_i | second_i;
        OpOrc: result_o = first_i | ~second_i;
        OpXor: result_o = first_i ^ second_i;
        OpNand: result_o = ~(first_i & second_i);
        OpNor: result_o = ~(first_i | second_i);
        OpEqv: result_o = ~(first_i ^ second_i);
        OpExtendByte: result_o = {{24{first_i[7]}}, first_i[7:0]};
        OpExtendHalf: result_o = {{16{first_i[15]}}, first_i[15:0]};
        OpLeadingZeros: result_o = leading_zeros(first_i);
        OpCountBytes: result_o = bytes_counted(first_i);
        OpParity: result_o = {31'b0, first_i[0] ^ first_i[8] ^ first_i[16] ^ first_i[24]};
        OpShiftLeft: result_o = first_i << second_i[4:0];
        OpShiftRight: result_o = first_i >> second_i[4:0];
        OpShiftAlgebraic: begin
          result_o = $unsigned($signed(first_i) >>> second_i[4:0]);
          mask     = ~('1 << second_i[4:0]);
          carry_o  = first_i[31] && (first_i & mask) != 0;
        end
        OpRotateMask, OpRotateInsert: begin
          mask     = mask_of(mask_begin_i, mask_end_i);
          result_o = rotated(first_i, second_i[4:0]) & mask;
          if (op_i == OpRotateInsert) result_o |= third_i & ~mask;
        end
        default: ;
      endcase
    end
  end

endmodule
