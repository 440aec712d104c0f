// Host words to instructions: which fields of a word mean what.
// SPDX-License-Identifier: Apache-2.0
//
// Combinational. Every instruction to the FPGA is one word: comma bit, 7-bit code, padding that
// is not looked at, payload at the low end. A word with the comma bit is idle. Fields that the
// code does not use have no meaning.
//
// Source: instruction layouts of the public host software.
module hx_ut_decoder
  import hx_fpga_pkg::*;
(
    input  logic                valid_i,       // else nothing is said
    // verilator lint_off UNUSEDSIGNAL
    input  logic         [63:0] word_i,        // padding is not looked at
    // verilator lint_on UNUSEDSIGNAL
    output instruction_t        instruction_o
);

  to_fpga_t code;
  assign code = to_fpga_t'(word_i[62:56]);

  // Labels are right-aligned in the word and left-aligned here: the first one is labels[2].
  always_comb begin
    instruction_o = '0;
    if (valid_i) begin
      instruction_o.idle    = word_i[63];
      instruction_o.known   = code <= ToFpgaSpikePack3;
      instruction_o.code    = code;
      instruction_o.flag    = word_i[0];
      instruction_o.barrier = word_i[4:0];
      instruction_o.value   = word_i[31:0];
      instruction_o.access  = '{
          write: !word_i[36],
          byte_enables: word_i[35:32],
          address: word_i[31:0],
          data: word_i[31:0]
      };
      instruction_o.jtag    = '{
          code: code,
          keep: word_i[48],
          bits: word_i[45:40],
          data: word_i[32:0]
      };
      case (code)
        ToFpgaSpikePack1: begin
          instruction_o.count  = 2'd1;
          instruction_o.labels = {word_i[15:0], 32'b0};
        end
        ToFpgaSpikePack2: begin
          instruction_o.count  = 2'd2;
          instruction_o.labels = {word_i[31:0], 16'b0};
        end
        default: begin
          instruction_o.count  = 2'd3;
          instruction_o.labels = word_i[47:0];
        end
      endcase
    end
  end

endmodule
