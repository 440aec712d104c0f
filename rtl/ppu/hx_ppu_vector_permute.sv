// Select, shift, splat, pack and unpack over a whole vector.
// SPDX-License-Identifier: Apache-2.0
//
// result_o means something in the start cycle only. Pack and unpack work within slices of 128
// bits, byte 0 of a slice at its top.
// Each user of an operation reads its own fields.
/* verilator lint_off UNUSEDSIGNAL */
module hx_ppu_vector_permute
  import hx_ppu_vector_pkg::*;
(
    input logic clk_i,

    input logic    load_a_i,
    input logic    load_b_i,
    input vector_t data_i,

    input  logic              start_i,
    input  op_t               op_i,
    input  logic       [15:0] scalar_i,  // to splat
    input  condition_t        vcr_i,
    output vector_t           result_o
);

  localparam int unsigned SliceBytes = 16;
  localparam int unsigned Slices = Bytes / SliceBytes;

  vector_t    operand_a_q;
  vector_t    operand_b_q;
  vector_t    source_a;
  vector_t    source_b;
  mask_t      enable;

  // Positive: left; negative: logical right.
  function automatic logic [15:0] shifted(logic [15:0] value, logic [4:0] amount);
    return amount[4] ? value >> (5'd0 - amount) : value << amount[3:0];
  endfunction

  function automatic logic [7:0] low_bits(logic [7:0] value, logic [1:0] c);
    return value & ((8'd1 << c) - 8'd1);
  endfunction

  // Halfword i of the sources gives byte i; the first source's are the upper half of the result.
  function automatic logic [127:0] packed_slice(op_t op, logic [127:0] a, logic [127:0] b);
    logic [7:0] high, low;
    logic [3:0] twice = {1'b0, op.c, 1'b0};
    for (int unsigned i = 0; i < SliceBytes; i++) begin
      {high, low} = i < SliceBytes / 2 ? b[16*i+:16] : a[16*(i-SliceBytes/2)+:16];
      if (op.permute == PermutePackUpper) packed_slice[8*i+:8] = high >> op.c;
      else packed_slice[8*i+:8] = low_bits(high, op.c) << (4'd8 - twice) | low >> twice;
    end
  endfunction

  // A byte of each source gives halfword i: eight bits of the first, then the second's.
  function automatic logic [127:0] unpacked_slice(op_t op, logic [127:0] a, logic [127:0] b);
    logic [7:0] high, low;
    logic [3:0] twice = {1'b0, op.c, 1'b0};
    for (int unsigned i = 0; i < SliceBytes / 2; i++) begin
      high = op.permute == PermuteUnpackLeft ? a[8*i+64+:8] : a[8*i+:8];
      low = op.permute == PermuteUnpackLeft ? b[8*i+64+:8] : b[8*i+:8];
      unpacked_slice[16*i+:16] = {
        high << op.c | low_bits(low >> (4'd8 - twice), op.c), low << twice
      };
    end
  endfunction

  always_comb begin
    result_o = '0;
    enable   = '0;
    source_a = '0;
    source_b = '0;
    if (start_i) begin
      source_a = operand_a_q;
      source_b = operand_b_q;
      case (op_i.permute)
        PermuteSelect: begin
          enable = enabled(op_i.c, vcr_i);
          for (int unsigned i = 0; i < Bytes; i++) begin
            result_o[8*i+:8] = enable[i] ? source_b[8*i+:8] : source_a[8*i+:8];
          end
        end
        PermuteShift: begin
          for (int unsigned i = 0; i < Halfwords; i++) begin
            if (op_i.is_byte) begin
              result_o[16*i+:8]   = 8'(shifted({8'h0, source_a[16*i+:8]}, op_i.source_b));
              result_o[16*i+8+:8] = 8'(shifted({8'h0, source_a[16*i+8+:8]}, op_i.source_b));
            end else begin
              result_o[16*i+:16] = shifted(source_a[16*i+:16], op_i.source_b);
            end
          end
        end
        PermuteSplat: begin
          result_o = {Halfwords{op_i.is_byte ? {2{scalar_i[7:0]}} : scalar_i[15:0]}};
        end
        default: begin
          for (int unsigned i = 0; i < Slices; i++) begin
            result_o[128*i+:128] = op_i.permute == PermutePackUpper || op_i.permute == PermutePackLower ?
                packed_slice(op_i, source_a[128*i+:128], source_b[128*i+:128]) :
                unpacked_slice(op_i, source_a[128*i+:128], source_b[128*i+:128]);
          end
        end
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    if (load_a_i) operand_a_q <= data_i;
    if (load_b_i) operand_b_q <= data_i;
  end

endmodule
/* verilator lint_on UNUSEDSIGNAL */
