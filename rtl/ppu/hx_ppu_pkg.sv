// Types of the plasticity processor's scalar core.
// SPDX-License-Identifier: Apache-2.0
//
// Decoded instructions travel as packed bundles of at most 64 bits; addresses of instructions
// are word addresses (30 bits), those of data are byte addresses.
package hx_ppu_pkg;

  typedef enum logic [3:0] {
    UnitFixed,  // also unknown words: issued without effect
    UnitNop,  // ori 0,0,0 and the wait forms that do not halt: not issued
    UnitMultiply,
    UnitDivide,
    UnitLoad,
    UnitStore,
    UnitBranch,
    UnitTrap,
    UnitMsr,
    UnitSync,
    UnitWait,
    UnitVector
  } unit_t;

  typedef enum logic [5:0] {
    OpNone,
    OpAdd,  // first + second + carry, first inverted on demand
    OpAnd, OpAndc, OpOr, OpOrc, OpXor, OpNand, OpNor, OpEqv,
    OpExtendByte, OpExtendHalf, OpLeadingZeros, OpCountBytes, OpParity,
    OpShiftLeft, OpShiftRight, OpShiftAlgebraic,
    OpRotateMask, OpRotateInsert,
    OpCompareSigned, OpCompareUnsigned,
    OpCrBit, OpCrField, OpCrFromGpr, OpCrToGpr,
    OpMsrToGpr, OpMsrFromGpr, OpSprToGpr, OpSprFromGpr,
    OpMultiplyLow, OpMultiplyHigh, OpMultiplyHighUnsigned,
    OpDivide, OpDivideUnsigned,
    OpBranch, OpBranchConditional, OpBranchLink, OpBranchCount,
    OpReturn, OpReturnCritical, OpReturnMachine
  } op_t;

  typedef enum logic [1:0] {CarryZero, CarryOne, CarryXer} carry_t;
  typedef enum logic [1:0] {SizeByte, SizeHalf, SizeWord} size_t;

  // Special registers that are tracked for hazards, one bit each.
  localparam logic [2:0] SprLink = 3'b001, SprCount = 3'b010, SprOther = 3'b100;

  // What the scoreboard looks at.
  typedef struct packed {
    logic [31:0] gpr;         // read or written: must not be pending
    logic [7:0]  cr_reads;    // bit n: field n
    logic [7:0]  cr_writes;
    logic [2:0]  spr_reads;
    logic [2:0]  spr_writes;
    logic        writes_gpr;  // through the slot of the unit's latency
    logic        writes_xer;
    logic        update;      // the address goes back to the base register
    logic        multiple;    // lmw, stmw
  } hazard_t;

  // What the units look at.
  typedef struct packed {
    op_t        op;
    carry_t     carry;
    size_t      size;
    logic       sign_extend;  // loads
    logic       invert;       // the first operand
    logic       use_immediate;
    logic       base_zero;    // register 0 as first operand means the value 0
    logic       sets_cr0;
    logic       sets_carry;
    logic       sets_overflow;
    logic [4:0] first, second, third;  // register operands
    logic [4:0] target;
  } control_t;

  // Condition bits of a result: less, greater, equal.
  function automatic logic [2:0] sign_of(logic [31:0] value);
    return value[31] ? 3'b100 : value != 0 ? 3'b010 : 3'b001;
  endfunction

endpackage
