// Vector instructions of the plasticity processor: decoding and shared types.
// SPDX-License-Identifier: Apache-2.0
//
// A vector has 1,024 bits: 64 halfwords in 8 slices of 128 bits. Element 0 is at the top; bit i of
// a byte mask belongs to bits 8*i+7..8*i of a vector, so bit 127 is byte 0.
package hx_ppu_vector_pkg;

  localparam int unsigned Width = 1024;
  localparam int unsigned Bytes = Width / 8;
  localparam int unsigned Halfwords = Width / 16;
  localparam int unsigned Words = Width / 32;

  typedef logic [Width-1:0] vector_t;
  typedef logic [Bytes-1:0] mask_t;

  // The order in which the register file's arbiter masks them.
  localparam int unsigned Units = 5;
  typedef enum logic [2:0] {
    UnitMadd    = 3'd0,
    UnitCompare = 3'd1,
    UnitSerial  = 3'd2,  // fxvlax, fxvstax
    UnitRow     = 3'd3,  // fxvinx, fxvoutx
    UnitPermute = 3'd4
  } unit_t;

  typedef enum logic [2:0] {
    PermuteSelect      = 3'd0,
    PermuteShift       = 3'd1,
    PermuteSplat       = 3'd2,
    PermutePackUpper   = 3'd3,
    PermutePackLower   = 3'd4,
    PermuteUnpackLeft  = 3'd5,
    PermuteUnpackRight = 3'd6
  } permute_t;

  typedef struct packed {
    logic       known;
    unit_t      target_unit;
    logic [4:0] target;
    logic [4:0] source_a;       // RT of stores
    logic [4:0] source_b;       // also the amount of shifts
    logic       has_target;     // writes a vector register
    logic       uses_a;
    logic       uses_b;
    logic       uses_base;      // scalar operand in RA
    logic       uses_offset;    // scalar operand in RB
    logic       is_memory;      // RA 0 means the constant 0
    logic       reads_vcr;
    logic       writes_vcr;
    logic [1:0] c;              // condition, or amount of pack and unpack
    logic       is_byte;
    logic       is_multiply;    // else sum or difference
    logic       is_fractional;  // saturating; result in the upper half
    logic       is_subtract;
    logic       adds_acc;
    permute_t   permute;
  } op_t;

  typedef struct packed {
    mask_t greater;
    mask_t less;
    mask_t equal;
  } condition_t;

  // Bytes that a conditional operation changes.
  function automatic mask_t enabled(logic [1:0] c, condition_t vcr);
    case (c)
      2'd1:    return vcr.greater;
      2'd2:    return vcr.less;
      2'd3:    return vcr.equal;
      default: return '1;
    endcase
  endfunction

  // Bits 31..26 are the caller's business; the three below need one field each.
  /* verilator lint_off UNUSEDSIGNAL */
  // Word with primary opcode 4.
  function automatic op_t decode(logic [31:0] word);
    logic [8:0] xo = word[10:2];
    decode = '0;
    decode.known = 1'b1;
    decode.target = word[25:21];
    decode.source_a = word[20:16];
    decode.source_b = word[15:11];
    decode.c = word[1:0];
    case (xo)
      // Bit 4 is fractional; bit 0 is byte, except for the moves to the accumulator.
      9'd12, 9'd13, 9'd28, 9'd29, 9'd44, 9'd45, 9'd60, 9'd61, 9'd76, 9'd77, 9'd92, 9'd93, 9'd108,
      9'd109, 9'd124, 9'd125: begin
        decode.target_unit = UnitMadd;
        decode.has_target = !xo[5];
        decode.uses_a = 1'b1;
        decode.uses_b = 1'b1;
        decode.is_byte = xo[0];
        decode.is_multiply = 1'b1;
        decode.is_fractional = xo[4];
        decode.adds_acc = !xo[6];
      end
      9'd14, 9'd15, 9'd30, 9'd31: begin
        decode.target_unit = UnitMadd;
        decode.uses_a = 1'b1;
        decode.is_byte = !xo[0];
        decode.is_fractional = xo[4];
      end
      9'd332, 9'd333, 9'd348, 9'd349, 9'd364, 9'd365, 9'd380, 9'd381, 9'd396, 9'd397, 9'd412,
      9'd413, 9'd428, 9'd429, 9'd460, 9'd461, 9'd476, 9'd477: begin
        decode.target_unit = UnitMadd;
        decode.uses_a = 1'b1;
        decode.is_byte = xo[0];
        decode.is_fractional = xo[4];
        decode.is_subtract = xo[7:5] == 3'b010;
        decode.adds_acc = xo[7:5] == 3'b011 || xo[7:5] == 3'b100;
        // Bits 7..5: 2 difference, 3 and 4 accumulator plus one source, 5 sum to the accumulator,
        // 6 sum to a register.
        decode.has_target = xo[7:5] == 3'b010 || xo[7:5] == 3'b100 || xo[7:5] == 3'b110;
        decode.uses_b = xo[7:5] == 3'b010 || xo[7:5] == 3'b101 || xo[7:5] == 3'b110;
      end
      9'd300, 9'd301: begin
        decode.target_unit = UnitCompare;
        decode.uses_a = 1'b1;
        decode.is_byte = xo[0];
        decode.writes_vcr = 1'b1;
      end
      9'd239, 9'd255, 9'd271, 9'd287, 9'd319: begin
        decode.target_unit = UnitPermute;
        decode.has_target = 1'b1;
        decode.uses_a = 1'b1;
        decode.uses_b = 1'b1;
        case (xo)
          9'd239:  decode.permute = PermutePackUpper;
          9'd255:  decode.permute = PermutePackLower;
          9'd271:  decode.permute = PermuteUnpackRight;
          9'd287:  decode.permute = PermuteUnpackLeft;
          default: decode.permute = PermuteSelect;
        endcase
      end
      9'd316, 9'd317: begin
        decode.target_unit = UnitPermute;
        decode.has_target = 1'b1;
        decode.uses_a = 1'b1;
        decode.is_byte = xo[0];
        decode.permute = PermuteShift;
      end
      9'd268, 9'd269: begin
        decode.target_unit = UnitPermute;
        decode.has_target = 1'b1;
        decode.uses_base = 1'b1;
        decode.is_byte = xo[0];
        decode.permute = PermuteSplat;
      end
      9'd236, 9'd492: begin
        decode.target_unit = xo[8] ? UnitSerial : UnitRow;
        decode.has_target = 1'b1;
        decode.is_memory = 1'b1;
      end
      9'd252, 9'd508: begin
        decode.target_unit = xo[8] ? UnitSerial : UnitRow;
        decode.source_a = word[25:21];
        decode.uses_a = 1'b1;
        decode.is_memory = 1'b1;
      end
      default: decode.known = 1'b0;
    endcase
    if (decode.is_memory) begin
      decode.uses_base   = word[20:16] != '0;
      decode.uses_offset = 1'b1;
    end
    // Compare, pack and the serial bus know no condition.
    decode.reads_vcr = word[1:0] != '0 && (decode.target_unit == UnitMadd ||
        decode.target_unit == UnitRow || xo == 9'd319);
  endfunction

  // For the scalar core. `word` is any instruction.
  function automatic logic known(logic [31:0] word);
    op_t op = decode(word);
    return word[31:26] == 6'd4 && op.known;
  endfunction

  // GPR RA, GPR RB are operands.
  function automatic logic reads_base(logic [31:0] word);
    op_t op = decode(word);
    return known(word) && op.uses_base;
  endfunction

  function automatic logic reads_offset(logic [31:0] word);
    op_t op = decode(word);
    return known(word) && op.uses_offset;
  endfunction
  /* verilator lint_on UNUSEDSIGNAL */

endpackage
