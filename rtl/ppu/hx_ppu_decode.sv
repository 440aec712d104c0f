// Predecoder: unit, operands and results of an instruction word, combinational.
// SPDX-License-Identifier: Apache-2.0
//
// Unknown words go to the fixed-point unit and do nothing; with the overflow bit of primary
// opcode 31 set they still take the carry and overflow register.
module hx_ppu_decode
  import hx_ppu_pkg::*;
(
    input  logic [31:0] word_i,
    input  logic        is_vector_i,         // a vector instruction, and its scalar operands
    input  logic        vector_reads_base_i,
    input  logic        vector_reads_offset_i,

    output unit_t       unit_o,
    output hazard_t     hazard_o,
    output control_t    control_o,
    output logic [31:0] immediate_o
);

  logic [5:0] primary;
  logic [9:0] extended;
  logic [4:0] rt, ra, rb;
  logic [31:0] simm, uimm;
  logic [9:0] spr;

  assign primary  = word_i[31:26];
  assign extended = word_i[10:1];
  assign rt       = word_i[25:21];
  assign ra       = word_i[20:16];
  assign rb       = word_i[15:11];
  assign simm     = {{16{word_i[15]}}, word_i[15:0]};
  assign uimm     = {16'b0, word_i[15:0]};
  assign spr      = {rb, ra};

  // Operand shapes.
  logic arithmetic, logical, memory, store, two, branch_conditional, branch, rc, known;
  logic [2:0] spr_mask;

  always_comb begin
    unique case (spr)
      10'd8:   spr_mask = SprLink;
      10'd9:   spr_mask = SprCount;
      default: spr_mask = SprOther;
    endcase
  end

  always_comb begin
    unit_o             = UnitFixed;
    hazard_o           = '0;
    control_o          = '0;
    control_o.first    = ra;
    control_o.second   = rb;
    control_o.third    = rt;
    control_o.target   = rt;
    control_o.size     = SizeWord;
    immediate_o        = simm;
    arithmetic         = 1'b0;  // RA and perhaps RB to RT
    logical            = 1'b0;  // RT and perhaps RB to RA
    memory             = 1'b0;
    store              = 1'b0;
    two                = 1'b0;  // RB is read
    branch             = 1'b0;
    branch_conditional = 1'b0;
    rc                 = 1'b0;
    known              = 1'b1;

    unique case (primary)
      6'd3: begin
        unit_o                  = UnitTrap;
        control_o.use_immediate = 1'b1;
        immediate_o             = uimm;  // not sign-extended, as in the published core
        hazard_o.gpr[ra]        = 1'b1;
      end
      6'd4: begin
        known = is_vector_i;
        if (is_vector_i) unit_o = UnitVector;
        if (vector_reads_base_i) hazard_o.gpr[ra] = 1'b1;
        if (vector_reads_offset_i) hazard_o.gpr[rb] = 1'b1;
      end
      6'd7: begin
        unit_o                  = UnitMultiply;
        control_o.op            = OpMultiplyLow;
        control_o.use_immediate = 1'b1;
        arithmetic              = 1'b1;
      end
      6'd8, 6'd12, 6'd13, 6'd14, 6'd15: begin
        control_o.op            = OpAdd;
        control_o.use_immediate = 1'b1;
        arithmetic              = 1'b1;
        control_o.invert        = primary == 6'd8;
        control_o.carry         = primary == 6'd8 ? CarryOne : CarryZero;
        control_o.sets_carry    = primary < 6'd14;
        control_o.base_zero     = primary >= 6'd14;
        control_o.sets_cr0      = primary == 6'd13;
        if (primary == 6'd15) immediate_o = {word_i[15:0], 16'b0};
      end
      6'd10, 6'd11: begin
        control_o.op                         = primary[0] ? OpCompareSigned : OpCompareUnsigned;
        control_o.use_immediate              = 1'b1;
        immediate_o                          = primary[0] ? simm : uimm;
        hazard_o.gpr[ra]                     = 1'b1;
        hazard_o.cr_writes[word_i[25:23]]    = 1'b1;
      end
      6'd16: begin
        control_o.op       = OpBranchConditional;
        branch             = 1'b1;
        branch_conditional = 1'b1;
      end
      6'd18: begin
        control_o.op = OpBranch;
        branch       = 1'b1;
      end
      6'd19: begin
        unique case (extended)
          10'd0: begin
            control_o.op                      = OpCrField;
            hazard_o.cr_reads[word_i[20:18]]  = 1'b1;
            hazard_o.cr_writes[word_i[25:23]] = 1'b1;
          end
          10'd16, 10'd528: begin
            control_o.op       = extended[9] ? OpBranchCount : OpBranchLink;
            hazard_o.spr_reads = extended[9] ? SprCount : SprLink;
            branch             = 1'b1;
            branch_conditional = 1'b1;
          end
          10'd50, 10'd51, 10'd38: begin
            control_o.op       = extended == 10'd50 ? OpReturn :
                                 extended == 10'd51 ? OpReturnCritical : OpReturnMachine;
            unit_o             = UnitBranch;
            hazard_o.spr_reads = SprOther;
          end
          10'd257, 10'd449, 10'd193, 10'd225, 10'd33, 10'd289, 10'd129, 10'd417: begin
            // One bit of the target field changes, so the old field is read too.
            control_o.op                     = OpCrBit;
            hazard_o.cr_writes[rt[4:2]]      = 1'b1;
            hazard_o.cr_reads[rt[4:2]]       = 1'b1;
            hazard_o.cr_reads[ra[4:2]]       = 1'b1;
            hazard_o.cr_reads[rb[4:2]]       = 1'b1;
          end
          default: known = 1'b0;
        endcase
      end
      6'd20, 6'd21, 6'd23: begin
        control_o.op            = primary == 6'd20 ? OpRotateInsert : OpRotateMask;
        control_o.use_immediate = primary != 6'd23;
        immediate_o             = {27'b0, rb};
        control_o.third         = ra;  // the old value of rlwimi
        hazard_o.gpr[ra]        = primary == 6'd20;
        logical                 = 1'b1;
        two                     = primary == 6'd23;
        rc                      = word_i[0];
      end
      6'd24, 6'd25, 6'd26, 6'd27, 6'd28, 6'd29: begin
        control_o.op            = primary[2:1] == 2'b00 ? OpOr : primary[2:1] == 2'b01 ? OpXor : OpAnd;
        control_o.use_immediate = 1'b1;
        control_o.sets_cr0      = primary >= 6'd28;
        immediate_o             = primary[0] ? {word_i[15:0], 16'b0} : uimm;
        logical                 = word_i != 32'h6000_0000;
        if (!logical) unit_o = UnitNop;
      end
      6'd31: begin
        unique case (extended)
          // add, addc, adde, addme, addze; subf, subfc, subfe, subfme, subfze, neg
          10'd266, 10'd778, 10'd10, 10'd522, 10'd138, 10'd650, 10'd234, 10'd746, 10'd202, 10'd714,
          10'd40, 10'd552, 10'd8, 10'd520, 10'd136, 10'd648, 10'd232, 10'd744, 10'd200, 10'd712,
          10'd104, 10'd616: begin
            control_o.op            = OpAdd;
            arithmetic              = 1'b1;
            rc                      = word_i[0];
            control_o.sets_overflow = extended[9];
            control_o.invert        = !extended[1];
            control_o.sets_carry    = extended[8:0] != 9'd266 && extended[8:0] != 9'd40 &&
                                      extended[8:0] != 9'd104;
            control_o.carry         = extended[8:0] == 9'd266 || extended[8:0] == 9'd10 ? CarryZero :
                                      extended[8:0] == 9'd40 || extended[8:0] == 9'd8 ||
                                      extended[8:0] == 9'd104 ? CarryOne : CarryXer;
            // The forms to zero and to minus one have no second register.
            control_o.use_immediate = extended[6] && !(extended[8:0] == 9'd266);
            immediate_o             = {32{extended[5]}};
            if (extended[8:0] == 9'd104) immediate_o = '0;
            two                     = !control_o.use_immediate;
          end
          10'd235, 10'd747, 10'd75, 10'd11: begin
            unit_o                  = UnitMultiply;
            control_o.op            = extended[7] ? OpMultiplyLow :
                                      extended[6] ? OpMultiplyHigh : OpMultiplyHighUnsigned;
            arithmetic              = 1'b1;
            two                     = 1'b1;
            rc                      = word_i[0];
            control_o.sets_overflow = extended[9];
          end
          10'd491, 10'd1003, 10'd459, 10'd971: begin
            unit_o                  = UnitDivide;
            control_o.op            = extended[5] ? OpDivide : OpDivideUnsigned;
            arithmetic              = 1'b1;
            two                     = 1'b1;
            rc                      = word_i[0];
            control_o.sets_overflow = extended[9];
          end
          10'd28, 10'd60, 10'd444, 10'd412, 10'd316, 10'd476, 10'd124, 10'd284, 10'd24, 10'd536,
          10'd792: begin
            unique case (extended)
              10'd28:  control_o.op = OpAnd;
              10'd60:  control_o.op = OpAndc;
              10'd444: control_o.op = OpOr;
              10'd412: control_o.op = OpOrc;
              10'd316: control_o.op = OpXor;
              10'd476: control_o.op = OpNand;
              10'd124: control_o.op = OpNor;
              10'd284: control_o.op = OpEqv;
              10'd24:  control_o.op = OpShiftLeft;
              10'd536: control_o.op = OpShiftRight;
              default: control_o.op = OpShiftAlgebraic;
            endcase
            control_o.sets_carry = extended == 10'd792;
            logical              = 1'b1;
            two                  = 1'b1;
            rc                   = word_i[0];
          end
          10'd954, 10'd922, 10'd26, 10'd122, 10'd154, 10'd824: begin
            unique case (extended)
              10'd954: control_o.op = OpExtendByte;
              10'd922: control_o.op = OpExtendHalf;
              10'd26:  control_o.op = OpLeadingZeros;
              10'd122: control_o.op = OpCountBytes;
              10'd154: control_o.op = OpParity;
              default: control_o.op = OpShiftAlgebraic;
            endcase
            control_o.use_immediate = 1'b1;
            immediate_o             = {27'b0, rb};
            control_o.sets_carry    = extended == 10'd824;
            logical                 = 1'b1;
            rc                      = word_i[0] && extended != 10'd122 && extended != 10'd154;
          end
          10'd0, 10'd32: begin
            control_o.op                      = extended[5] ? OpCompareUnsigned : OpCompareSigned;
            hazard_o.gpr[ra]                  = 1'b1;
            two                               = 1'b1;
            hazard_o.cr_writes[word_i[25:23]] = 1'b1;
          end
          10'd23, 10'd55, 10'd87, 10'd119, 10'd279, 10'd311, 10'd343, 10'd375,
          10'd151, 10'd183, 10'd215, 10'd247, 10'd407, 10'd439: begin
            memory                = 1'b1;
            two                   = 1'b1;
            store                 = extended[7];
            hazard_o.update       = extended[5];
            control_o.size        = extended[8] ? SizeHalf : extended[6] ? SizeByte : SizeWord;
            control_o.sign_extend = extended[8] && extended[6];
          end
          10'd144: begin
            control_o.op     = OpCrFromGpr;
            control_o.first  = rt;
            hazard_o.gpr[rt] = 1'b1;
            for (int unsigned i = 0; i < 8; i++) hazard_o.cr_writes[i] = word_i[19-i];
          end
          10'd19: begin
            control_o.op        = OpCrToGpr;
            hazard_o.gpr[rt]    = 1'b1;
            hazard_o.writes_gpr = 1'b1;
            hazard_o.cr_reads   = '1;
          end
          10'd339: begin
            control_o.op        = OpSprToGpr;
            hazard_o.gpr[rt]    = 1'b1;
            hazard_o.writes_gpr = 1'b1;
            // Counters are read as they are.
            if (spr != 10'd284 && spr != 10'd285 && spr != 10'd22) hazard_o.spr_reads = spr_mask;
          end
          10'd467: begin
            control_o.op        = OpSprFromGpr;
            control_o.first     = rt;
            hazard_o.gpr[rt]    = 1'b1;
            hazard_o.spr_writes = spr_mask;
            hazard_o.writes_xer = spr == 10'd1;
          end
          10'd83: begin
            control_o.op        = OpMsrToGpr;
            hazard_o.gpr[rt]    = 1'b1;
            hazard_o.writes_gpr = 1'b1;
          end
          10'd146: begin
            unit_o           = UnitMsr;
            control_o.op     = OpMsrFromGpr;
            control_o.first  = rt;
            hazard_o.gpr[rt] = 1'b1;
          end
          10'd4: begin
            unit_o           = UnitTrap;
            hazard_o.gpr[ra] = 1'b1;
            two              = 1'b1;
          end
          10'd598: unit_o = UnitSync;
          10'd62: unit_o = word_i[22:21] == 2'b00 ? UnitWait : UnitNop;
          default: begin
            known               = 1'b0;
            hazard_o.writes_xer = word_i[10];
          end
        endcase
      end
      6'd32, 6'd33, 6'd34, 6'd35, 6'd36, 6'd37, 6'd38, 6'd39,
      6'd40, 6'd41, 6'd42, 6'd43, 6'd44, 6'd45, 6'd46, 6'd47: begin
        memory                  = 1'b1;
        control_o.use_immediate = 1'b1;
        hazard_o.multiple       = primary >= 6'd46;
        store                   = hazard_o.multiple ? primary[0] : primary[2];
        hazard_o.update         = primary[0] && !hazard_o.multiple;
        if (!hazard_o.multiple) begin
          control_o.size        = primary[3] ? SizeHalf : primary[1] ? SizeByte : SizeWord;
          control_o.sign_extend = primary[3] && primary[1];
        end
        // lha and lhau do not extend the sign of the displacement, as in the published core.
        if (control_o.sign_extend) immediate_o = uimm;
      end
      default: known = 1'b0;
    endcase

    if (two) hazard_o.gpr[rb] = 1'b1;
    if (arithmetic) begin
      if (!control_o.base_zero || ra != 0) hazard_o.gpr[ra] = 1'b1;
      hazard_o.gpr[rt]    = 1'b1;
      hazard_o.writes_gpr = 1'b1;
    end
    if (logical) begin
      control_o.first     = rt;
      control_o.target    = ra;
      hazard_o.gpr[rt]    = 1'b1;
      hazard_o.gpr[ra]    = 1'b1;
      hazard_o.writes_gpr = 1'b1;
    end
    if (rc) control_o.sets_cr0 = 1'b1;
    if (control_o.sets_cr0) hazard_o.cr_writes[0] = 1'b1;
    if (control_o.sets_carry || control_o.sets_overflow) hazard_o.writes_xer = 1'b1;
    if (memory) begin
      unit_o              = store ? UnitStore : UnitLoad;
      control_o.base_zero = 1'b1;
      if (ra != 0) hazard_o.gpr[ra] = 1'b1;
      hazard_o.gpr[rt] = 1'b1;
      if (hazard_o.update) hazard_o.gpr[ra] = 1'b1;
      if (hazard_o.multiple) hazard_o.gpr |= '1 << rt;
    end
    if (branch) begin
      unit_o = UnitBranch;
      if (word_i[0]) hazard_o.spr_writes |= SprLink;
    end
    if (branch_conditional) begin
      if (!rt[4]) hazard_o.cr_reads[ra[4:2]] = 1'b1;
      if (!rt[2]) begin
        hazard_o.spr_reads  |= SprCount;
        hazard_o.spr_writes |= SprCount;
      end
    end
    if (!known) control_o.op = OpNone;
  end

endmodule
