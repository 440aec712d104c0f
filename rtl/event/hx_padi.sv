// The four PADI buses of one hemisphere.
// SPDX-License-Identifier: Apache-2.0
//
// A bus listens to the crossbar (enable_spl1) or to writes of PADIEvent. Two events of a bus
// are at least Spacing chip cycles (4 ns) apart, ExtendedSpacing with extended timing on. A
// crossbar event accepted in cycle t is on the bus in cycle t + 1; events for a bus that does
// not listen are swallowed. PADIEvent fires in the cycle after the write if the spacing allows,
// else waits in one place per bus; a newer write takes that place. The longer spacing is our
// choice: the length of extended timing is not public. CommonSTPConfig and the pulse extension
// belong to the analog core.
// Source: HICANN-X configuration map, "PADI buses and synapse drivers".
module hx_padi
  import hx_event_pkg::*;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
#(
    parameter int unsigned Spacing         = 2,  // 1..8
    parameter int unsigned ExtendedSpacing = 4   // 1..8
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,

    input  logic [3:0]       event_valid_i,
    input  logic [3:0][10:0] event_label_i,  // {row select, synapse label}
    output logic [3:0]       event_ready_o,

    output logic [3:0]      padi_valid_o,  // one cycle per event
    output logic [3:0][4:0] padi_row_select_o,
    output logic [3:0][5:0] padi_label_o,

    // To the analog core: pulse extension and recovery clock, after a write (one cycle).
    output logic        settings_changed_o,
    output logic [31:0] config_o,
    output logic [31:0] stp_o
);

  logic [31:0]      config_q;
  logic [31:0]      stp_q;
  logic [31:0]      data_q;
  logic [3:0]       valid_q;
  logic [3:0][2:0]  wait_q;     // cycles until the bus is free again
  logic [3:0]       pending_q;  // a PADIEvent waits for the bus
  logic [3:0][10:0] pending_label_q;

  assign config_o = config_q;
  assign stp_o = stp_q;
  always_ff @(posedge clk_i) begin
    settings_changed_o <= rst_ni && access_valid_i && access_i.write && (is_config || is_stp);
  end

  logic [3:0] listens, extended, free;
  assign listens = get_common_padi_bus_config_enable_spl1(config_q);
  assign extended = get_common_padi_bus_config_enable_extended_timing(config_q);
  assign free = {wait_q[3] == '0, wait_q[2] == '0, wait_q[1] == '0, wait_q[0] == '0};
  assign event_ready_o = ~listens | (free & ~pending_q);

  // Address without the bit that tells the hemispheres apart.
  logic [31:0] address;
  logic        is_event, is_config, is_stp;
  always_comb begin
    address = '0;
    is_event = 1'b0;
    is_config = 1'b0;
    is_stp = 1'b0;
    if (access_valid_i) begin
      address = 32'(access_i.address) & ~32'(PADI_EVENT_HEMISPHERE_STRIDE);
      is_event = address == PADI_EVENT_BASE;
      is_config = address == COMMON_PADI_BUS_CONFIG_BASE;
      is_stp = address == COMMON_STP_CONFIG_BASE;
    end
  end

  logic [31:0] trigger;
  logic [3:0]  fired;  // buses on which this cycle's write fires
  always_comb begin
    trigger = '0;
    fired = '0;
    if (is_event && access_i.write) begin
      trigger = merge_bytes('0, access_i.data, access_i.byte_enables);
      fired = get_padi_event_fire_bus(trigger) & ~listens;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      config_q <= '0;
      stp_q <= '0;
      data_q <= '0;
    end else if (access_valid_i) begin
      data_q <= '0;
      if (is_config) begin
        data_q <= config_q;
        if (access_i.write) begin
          config_q <= merge_bytes(config_q, access_i.data, access_i.byte_enables)
              & COMMON_PADI_BUS_CONFIG_MASK_0;
        end
      end
      if (is_stp) begin
        data_q <= stp_q;
        if (access_i.write) begin
          stp_q <= merge_bytes(stp_q, access_i.data, access_i.byte_enables)
              & COMMON_STP_CONFIG_MASK_0;
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= '0;
      padi_row_select_o <= '0;
      padi_label_o <= '0;
      wait_q <= '0;
      pending_q <= '0;
      pending_label_q <= '0;
    end else if ((|event_valid_i) || (|wait_q) || (|pending_q) || (|valid_q) || (|fired)) begin
      for (int unsigned b = 0; b < 4; b++) begin
        valid_q[b] <= 1'b0;
        if (wait_q[b] != '0) wait_q[b] <= wait_q[b] - 1'b1;
        if (fired[b]) begin
          pending_q[b] <= 1'b1;
          pending_label_q[b] <= {get_padi_event_row_select_address(trigger),
                                 get_padi_event_event_address(trigger)};
        end
        if (free[b]) begin
          if (pending_q[b] || fired[b] || (event_valid_i[b] && listens[b])) begin
            valid_q[b] <= 1'b1;
            wait_q[b] <= extended[b] ? 3'(ExtendedSpacing - 1) : 3'(Spacing - 1);
          end
          if (pending_q[b]) begin
            {padi_row_select_o[b], padi_label_o[b]} <= pending_label_q[b];
            pending_q[b] <= fired[b];
          end else if (fired[b]) begin
            padi_row_select_o[b] <= get_padi_event_row_select_address(trigger);
            padi_label_o[b] <= get_padi_event_event_address(trigger);
            pending_q[b] <= 1'b0;
          end else if (event_valid_i[b] && listens[b]) begin
            {padi_row_select_o[b], padi_label_o[b]} <= event_label_i[b];
          end
        end
      end
    end
  end

  assign access_data_o = data_q;
  assign padi_valid_o = valid_q;

  // After an event the bus rests.
  event_starts_spacing: assert property (@(posedge clk_i) disable iff (!rst_ni)
    Spacing < 2 || (valid_q & free & ~extended) == '0);

endmodule
