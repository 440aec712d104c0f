// Registers of the FPGA: executor, time synchronisation, PHYs.
// SPDX-License-Identifier: Apache-2.0
//
// Read data come in the cycle after the access. Addresses without a register read 0 and ignore
// writes. Three registers are our own: events to the host dropped for want of room, events to
// the chip dropped for want of a lane, and sticky flags. The counters of the link are read
// through here (link_data_i: the value of the address now on address_i, 0 if it has none).
module hx_fpga_registers
  import hx_fpga_pkg::time_t;
  import hx_map_pkg::*;
#(
    parameter logic [56:0] DeviceDna = 57'h0_0000_0000_0000_01
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  logic        write_i,
    input  logic [ 3:0] byte_enables_i,
    input  logic [31:0] address_i,
    input  logic [31:0] data_i,
    output logic [31:0] data_o,

    output logic       response_filter_o,
    output logic       recording_o,
    output logic [3:0] sync_tries_o,
    output logic [31:0] timeout_o,
    output logic [31:0] polling_address_o,
    output logic [31:0] polling_target_o,
    output logic [31:0] polling_mask_o,
    output logic        correction_armed_o,
    output logic [7:0]  phy_ready_o,         // enabled, master, initialises itself

    input logic [31:0] timer_i,
    input time_t       round_trip_i,
    input time_t       chip_time_i,
    input logic        sync_busy_i,
    input logic [31:0] dropped_i,
    input logic [31:0] link_dropped_i,
    input logic [31:0] link_data_i,
    // {synchronisation failed, answer unexpected, answer lost, illegal instruction}
    input logic [ 3:0] flags_i
);

  // Short names; dropped events and flags are our own and have no entry in the tables.
  localparam logic [31:0] WriteFilter        = WRITE_RESPONSE_FILTER_BASE;
  localparam logic [31:0] DnaHigh            = FPGA_DEVICE_DNA_BASE;
  localparam logic [31:0] DnaLow             = FPGA_DEVICE_DNA_BASE + 32'd1;
  localparam logic [31:0] EventRecording     = EVENT_RECORDING_CONFIG_BASE;
  localparam logic [31:0] PollingAddress     = POLLING_OMNIBUS_BLOCK_CONFIG_BASE;
  localparam logic [31:0] PollingTarget      = POLLING_OMNIBUS_BLOCK_CONFIG_BASE + 32'd1;
  localparam logic [31:0] PollingMask        = POLLING_OMNIBUS_BLOCK_CONFIG_BASE + 32'd2;
  localparam logic [31:0] InstructionTimeout = INSTRUCTION_TIMEOUT_CONFIG_BASE;
  localparam logic [31:0] CorrectionBarrier  = SYSTIME_CORRECTION_BARRIER_CONFIG_BASE;
  localparam logic [31:0] PlaybackTimer      = PLAYBACK_TIMER_BASE;
  localparam logic [31:0] DroppedEvents      = 32'h8800_000e;
  localparam logic [31:0] Flags              = 32'h8800_000f;
  localparam logic [31:0] LinkDropped        = LINK_EVENTS_DROPPED_BASE;
  localparam logic [31:0] SyncTries          = FPGA_SYSTIME_SYNC_NUM_RETRIES_BASE;
  localparam logic [31:0] RoundTripHigh      = FPGA_SYSTIME_SYNC_LAST_RTT_BASE;
  localparam logic [31:0] RoundTripLow       = FPGA_SYSTIME_SYNC_LAST_RTT_BASE + 32'd1;
  localparam logic [31:0] ChipTimeHigh       = FPGA_SYSTIME_SYNC_LAST_ASIC_SYSTIME_BASE;
  localparam logic [31:0] ChipTimeLow        = FPGA_SYSTIME_SYNC_LAST_ASIC_SYSTIME_BASE + 32'd1;
  localparam logic [31:0] SyncActive         = FPGA_SYSTIME_SYNC_ACTIVE_STATE_BASE;
  localparam logic [31:0] PhyEnable          = COMMON_PHY_CONFIG_FPGA_BASE;
  localparam logic [31:0] PhyConfig          = PHY_CONFIG_FPGA_BASE;

  logic        filter_q;
  logic        recording_q;
  logic [31:0] polling_q[3];
  logic [31:0] timeout_q;
  logic        correction_q;
  logic [ 3:0] tries_q;
  logic [ 7:0] phy_enable_q;
  logic [21:0] phy_config_q[8];
  logic [ 7:0] phy_usable_q;  // master and automatic initialisation

  assign response_filter_o = filter_q;
  assign recording_o       = recording_q;
  assign sync_tries_o      = tries_q;
  assign timeout_o         = timeout_q;
  assign polling_address_o  = polling_q[0];
  assign polling_target_o   = polling_q[1];
  assign polling_mask_o     = polling_q[2];
  // The barrier right behind the write sees it already.
  assign correction_armed_o = access_valid_i && write_i && address_i == CorrectionBarrier ?
      merged[0] : correction_q;
  assign phy_ready_o        = phy_enable_q & phy_usable_q;

  // What a read of the address gives; a write replaces the enabled bytes of it.
  logic [31:0] now;
  logic [31:0] merged;
  always_comb begin
    now    = '0;
    merged = '0;
    if (access_valid_i) begin
      case (address_i)
        WriteFilter:        now = 32'(filter_q);
        DnaHigh:            now = 32'(DeviceDna[56:32]);
        DnaLow:             now = DeviceDna[31:0];
        EventRecording:     now = 32'(recording_q);
        PollingAddress:     now = polling_q[0];
        PollingTarget:      now = polling_q[1];
        PollingMask:        now = polling_q[2];
        InstructionTimeout: now = timeout_q;
        CorrectionBarrier:  now = 32'(correction_q);
        PlaybackTimer:      now = timer_i;
        DroppedEvents:      now = dropped_i;
        LinkDropped:        now = link_dropped_i;
        Flags:              now = 32'(flags_i);
        SyncTries:          now = 32'(tries_q);
        RoundTripHigh:      now = 32'(round_trip_i[42:32]);
        RoundTripLow:       now = round_trip_i[31:0];
        ChipTimeHigh:       now = 32'(chip_time_i[42:32]);
        ChipTimeLow:        now = chip_time_i[31:0];
        SyncActive:         now = 32'(sync_busy_i);
        PhyEnable:          now = 32'(phy_enable_q);
        default: begin
          now = address_i[31:3] == PhyConfig[31:3] ? 32'(phy_config_q[address_i[2:0]]) : link_data_i;
        end
      endcase
      for (int unsigned i = 0; i < 4; i++) begin
        merged[8*i+:8] = byte_enables_i[i] ? data_i[8*i+:8] : now[8*i+:8];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      filter_q     <= WRITE_RESPONSE_FILTER_DEFAULT_0[0];
      recording_q  <= 1'b0;
      polling_q    <= '{default: '0};
      timeout_q    <= INSTRUCTION_TIMEOUT_CONFIG_DEFAULT_0;
      correction_q <= 1'b0;
      tries_q      <= FPGA_SYSTIME_SYNC_NUM_RETRIES_DEFAULT_0[3:0];
      phy_enable_q <= '0;
      phy_config_q <= '{default: PHY_CONFIG_FPGA_DEFAULT_0[21:0]};
      phy_usable_q <= '1;
      data_o       <= '0;
    end else if (access_valid_i) begin
      data_o <= now;
      if (write_i) begin
        case (address_i)
          WriteFilter:        filter_q <= merged[0];
          EventRecording:     recording_q <= merged[0];
          PollingAddress:     polling_q[0] <= merged;
          PollingTarget:      polling_q[1] <= merged;
          PollingMask:        polling_q[2] <= merged;
          InstructionTimeout: timeout_q <= merged;
          CorrectionBarrier:  correction_q <= merged[0];
          SyncTries:          tries_q <= merged[3:0];
          PhyEnable:          phy_enable_q <= merged[7:0];
          default: begin
            if (address_i[31:3] == PhyConfig[31:3]) begin
              phy_config_q[address_i[2:0]] <= merged[21:0];
              phy_usable_q[address_i[2:0]] <= get_phy_config_fpga_enable_init_master(merged) &&
                  get_phy_config_fpga_enable_auto_init(merged);
            end
          end
        endcase
      end
    end
  end

endmodule
