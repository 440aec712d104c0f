// Test access port of the chip: identification, bus access, PLL and PHY registers.
// SPDX-License-Identifier: Apache-2.0
//
// The pins are sampled with the chip clock: what IEEE 1149.1 does at the rising edge of TCK
// happens one cycle after TCK was found high for the first time, TDO changes one cycle after it
// was found low, so each half of a TCK period needs two chip cycles. The instruction register has 7 bits, everything goes least
// significant bit first. Data registers:
//   IDCODE 32, BYPASS 1 (all instructions without a register of their own)
//   PLL_TARGET_REG 4, SHIFT_PLL 32: update writes the register chosen by the target
//   OMNIBUS_ADDRESS 33: address, bit 32 = read; OMNIBUS_DATA 32: write data, captures what the
//   last read gave; OMNIBUS_REQUEST 3: update starts the access, captures 1 while one is on
//   0x40 | index << 3 | 4, 22 bits: PHY register 7 - index
// There are no byte enables. A request while another is under way is ignored. The TAP itself is
// reset at power-on and by its own reset state, the registers behind it by the chip reset.
// PLL registers lie in hx_pll, which the bus reaches too.
//
// Source: instruction codes, register lengths and their order in the public host software.
module hx_jtag_tap
  import hx_map_pkg::*;
  import hx_omnibus_pkg::*;
#(
    parameter logic [31:0] IdCode = 32'h4485_90af
) (
    input logic clk_i,
    input logic power_on_rst_ni,
    input logic rst_ni,

    input  logic jtag_tck_i,
    input  logic jtag_tms_i,
    input  logic jtag_tdi_i,
    output logic jtag_tdo_o,

    output logic      request_valid_o,
    output request_t  request_o,
    input  logic      request_ready_i,
    input  logic      response_valid_i,
    input  response_t response_i,
    output logic      response_ready_o,

    output logic             pll_write_o,  // one cycle
    output logic [2:0]       pll_register_o,
    output logic [31:0]      pll_data_o,
    output logic [7:0][21:0] phy_config_o, // index: PHY
    output logic [7:0]       phy_usable_o  // not master, initialises itself
);

  localparam int unsigned InsBits = 7;
  localparam int unsigned DataBits = 33;
  localparam logic [25:0] UnusedAddress = 26'h100_0000;

  typedef enum logic [3:0] {
    Reset, Idle, SelectDr, CaptureDr, ShiftDr, Exit1Dr, PauseDr, Exit2Dr, UpdateDr,
    SelectIr, CaptureIr, ShiftIr, Exit1Ir, PauseIr, Exit2Ir, UpdateIr
  } state_t;

  typedef enum logic [InsBits-1:0] {
    InsIdCode         = 7'd1,
    InsPllTarget      = 7'd3,
    InsShiftPll       = 7'd4,
    InsOmnibusAddress = 7'd5,
    InsOmnibusData    = 7'd6,
    InsOmnibusRequest = 7'd7,
    InsBypass         = 7'h7f
  } ins_t;

  function automatic state_t next_state(input state_t state, input logic tms);
    case (state)
      Reset:     return tms ? Reset : Idle;
      Idle:      return tms ? SelectDr : Idle;
      SelectDr:  return tms ? SelectIr : CaptureDr;
      CaptureDr: return tms ? Exit1Dr : ShiftDr;
      ShiftDr:   return tms ? Exit1Dr : ShiftDr;
      Exit1Dr:   return tms ? UpdateDr : PauseDr;
      PauseDr:   return tms ? Exit2Dr : PauseDr;
      Exit2Dr:   return tms ? UpdateDr : ShiftDr;
      UpdateDr:  return tms ? SelectDr : Idle;
      SelectIr:  return tms ? Reset : CaptureIr;
      CaptureIr: return tms ? Exit1Ir : ShiftIr;
      ShiftIr:   return tms ? Exit1Ir : ShiftIr;
      Exit1Ir:   return tms ? UpdateIr : PauseIr;
      PauseIr:   return tms ? Exit2Ir : PauseIr;
      Exit2Ir:   return tms ? UpdateIr : ShiftIr;
      default:   return tms ? SelectDr : Idle;
    endcase
  endfunction

  state_t              state_q, state_d;
  logic                tck_q;
  logic [ InsBits-1:0] ins_q;
  logic [ InsBits-1:0] shift_ins_q;
  logic [DataBits-1:0] shift_q;
  logic [         3:0] target_q;
  logic [        31:0] address_q;
  logic                read_q;
  logic [        31:0] data_q;        // to write
  logic [        31:0] answer_q;      // of the last read
  logic                request_q;     // waits to be taken
  request_t            requested_q;
  logic                busy_q;        // an answer is due
  logic                pll_write_q;
  logic [   7:0][21:0] phy_config_q;
  logic [         7:0] phy_usable_q;

  logic       rise, fall, tms_q, tdi_q;  // what the last cycle brought
  logic       is_phy;
  logic [2:0] phy;
  assign is_phy = ins_q[6] && ins_q[2:0] == 3'd4;
  assign phy    = ~ins_q[5:3];  // 7 - index

  assign request_valid_o  = request_q;
  assign request_o        = requested_q;
  assign response_ready_o = 1'b1;
  assign pll_write_o      = pll_write_q;
  assign pll_register_o   = target_q[2:0];
  assign pll_data_o       = shift_q[31:0];
  assign phy_config_o     = phy_config_q;
  assign phy_usable_o     = phy_usable_q;

  logic [         5:0] length;    // of the data register
  logic [DataBits-1:0] captured;
  logic [DataBits-1:0] shifted;
  always_comb begin
    length   = 6'd1;
    captured = '0;
    shifted  = '0;
    state_d  = state_q;
    if (rise) begin
      state_d = next_state(state_q, tms_q);
      case (ins_q)
        InsIdCode:         begin length = 6'd32; captured = {1'b0, IdCode}; end
        InsPllTarget:      length = 6'd4;
        InsShiftPll:       length = 6'd32;
        InsOmnibusAddress: length = 6'd33;
        InsOmnibusData:    begin length = 6'd32; captured = {1'b0, answer_q}; end
        InsOmnibusRequest: begin length = 6'd3; captured = 33'(busy_q); end
        default:           if (is_phy) length = 6'd22;
      endcase
      shifted             = shift_q >> 1;
      shifted[length - 1] = tdi_q;
    end
  end

  // Registers only, so that quiet pins cost nothing.
  always_ff @(posedge clk_i) begin
    if (!power_on_rst_ni) begin
      tck_q <= 1'b0;
      tms_q <= 1'b0;
      tdi_q <= 1'b0;
      rise  <= 1'b0;
      fall  <= 1'b0;
    end else if (jtag_tck_i != tck_q) begin
      tck_q <= jtag_tck_i;
      tms_q <= jtag_tms_i;
      tdi_q <= jtag_tdi_i;
      rise  <= jtag_tck_i;
      fall  <= !jtag_tck_i;
    end else if (rise || fall) begin
      rise <= 1'b0;
      fall <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!power_on_rst_ni) begin
      state_q     <= Reset;
      ins_q       <= InsIdCode;
      shift_ins_q <= '0;
      shift_q     <= '0;
      jtag_tdo_o  <= 1'b0;
    end else if (rise) begin
      // The actions of a state happen at the edge that ends it.
      state_q <= state_d;
      case (state_q)
        CaptureDr: shift_q <= captured;
        ShiftDr:   shift_q <= shifted;
        CaptureIr: shift_ins_q <= InsBits'(1);
        ShiftIr:   shift_ins_q <= {tdi_q, shift_ins_q[InsBits-1:1]};
        default: ;
      endcase
      if (state_d == Reset) ins_q <= InsIdCode;
    end else if (fall) begin
      if (state_q == UpdateIr) ins_q <= shift_ins_q;
      jtag_tdo_o <= state_q == ShiftDr ? shift_q[0] : state_q == ShiftIr && shift_ins_q[0];
    end
  end

  logic update;
  assign update = fall && state_q == UpdateDr;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      target_q     <= '0;
      address_q    <= '0;
      read_q       <= 1'b0;
      data_q       <= '0;
      answer_q     <= '0;
      request_q    <= 1'b0;
      requested_q  <= '0;
      busy_q       <= 1'b0;
      pll_write_q  <= 1'b0;
      phy_config_q <= {8{PHY_CONFIG_CHIP_DEFAULT_0[21:0]}};
      phy_usable_q <= '1;
    end else begin
      if (pll_write_q) pll_write_q <= 1'b0;
      if (request_q && request_ready_i) request_q <= 1'b0;
      if (busy_q && response_valid_i) begin
        busy_q <= 1'b0;
        if (!response_i.write) answer_q <= response_i.data;
      end
      if (update) begin
        case (ins_q)
          InsPllTarget: target_q <= shift_q[3:0];
          InsShiftPll:  pll_write_q <= !target_q[3];
          InsOmnibusAddress: begin
            if (!busy_q) begin
              address_q <= shift_q[31:0];
              read_q    <= shift_q[32];
            end
          end
          InsOmnibusData: if (!busy_q) data_q <= shift_q[31:0];
          InsOmnibusRequest: begin
            if (!busy_q) begin
              request_q   <= 1'b1;
              busy_q      <= 1'b1;
              requested_q <= '{
                  write: !read_q,
                  address: address_q[31:26] == '0 ? address_q[25:0] : UnusedAddress,
                  byte_enables: '1,
                  data: data_q
              };
            end
          end
          default: begin
            if (is_phy) begin
              phy_config_q[phy] <= shift_q[21:0];
              phy_usable_q[phy] <= get_phy_config_chip_enable_auto_init(shift_q[31:0]) &&
                  !get_phy_config_chip_enable_init_master(shift_q[31:0]);
            end
          end
        endcase
      end
    end
  end

  // An answer comes only to a request.
  answers_a_request :
  assert property (@(posedge clk_i) disable iff (!rst_ni) response_valid_i |-> busy_q);

endmodule
