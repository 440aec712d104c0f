// Branch condition and target, combinational.
// SPDX-License-Identifier: Apache-2.0
//
// The count register is decremented by conditional branches with BO bit 2 clear; bcctr does not.
module hx_ppu_branch
  import hx_ppu_pkg::*;
(
    input  logic        valid_i,
    input  op_t         op_i,
    input  logic [31:0] word_i,
    input  logic [29:0] address_i,   // of the branch, in words
    input  logic [31:0] condition_i,
    input  logic [31:0] link_i,
    input  logic [31:0] count_i,
    input  logic [31:0] saved_i,     // return address of rfi and relatives

    output logic        taken_o,
    output logic [29:0] target_o,
    output logic        counts_o,    // the count register is decremented
    output logic        links_o      // the link register gets the next address
);

  logic [4:0]  options;
  logic [29:0] origin;
  logic        last_count;

  always_comb begin
    options    = word_i[25:21];
    origin     = word_i[1] ? '0 : address_i;
    taken_o    = 1'b0;
    target_o   = '0;
    counts_o   = 1'b0;
    links_o    = 1'b0;
    last_count = 1'b0;
    if (valid_i) begin
      taken_o = 1'b1;
      links_o = word_i[0];
      unique case (op_i)
        OpBranch: target_o = origin + {{6{word_i[25]}}, word_i[25:2]};
        OpBranchConditional: target_o = origin + {{16{word_i[15]}}, word_i[15:2]};
        OpBranchLink: target_o = link_i[31:2];
        OpBranchCount: target_o = count_i[31:2];
        default: begin
          target_o = saved_i[31:2];
          links_o  = 1'b0;
        end
      endcase
      if (op_i == OpBranchConditional || op_i == OpBranchLink || op_i == OpBranchCount) begin
        counts_o   = !options[2] && op_i != OpBranchCount;
        last_count = count_i == 32'd1;
        if (counts_o && last_count != options[1]) taken_o = 1'b0;
        if (!options[4] && condition_i[5'd31-word_i[20:16]] != options[3]) taken_o = 1'b0;
      end
    end
  end

  logic unused;
  assign unused = &{1'b0, word_i[31:26], link_i[1:0], saved_i[1:0], options[0]};

endmodule
