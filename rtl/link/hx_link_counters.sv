// Counters of the link at the FPGA and the registers that show them.
// SPDX-License-Identifier: Apache-2.0
//
// For each lane: words to the chip; words from the chip with a right check, and with a wrong one;
// words that were not used though their check was right (out of turn, on a lane that was not
// ready, unknown); FPGA cycles in which the lane was up. For the bus words: handed to the link,
// sent (repetitions too), arrived with a right check (repetitions too), handed on. All have 32
// bits, start at power-on and wrap. data_o is 0 for other addresses.
// What the registers are for is public, what exactly they count is our choice.
module hx_link_counters
  import hx_map_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input logic [31:0] now_i,
    input logic [ 7:0] up_i,

    // A word that starts; words that have arrived, the flags only with rx_valid_i.
    input logic            tx_valid_i,
    input logic [2:0]      tx_lane_i,
    input logic [1:0]      rx_valid_i,
    input logic [1:0][2:0] rx_lane_i,
    input logic [1:0]      rx_wrong_i,
    input logic [1:0]      rx_unused_i,
    input logic [1:0]      bus_rx_i,
    input logic [1:0]      bus_read_i,

    input logic bus_write_i,
    input logic bus_tx_i,

    input logic [31:0] lost_i,  // events from the chip

    input  logic        access_valid_i,
    input  logic [31:0] address_i,
    output logic [31:0] data_o
);

  logic [31:0] tx_q[8];
  logic [31:0] arrived_q[32];  // {index of the word, its check is wrong, lane}
  logic [31:0] unused_q[16];   // {index of the word, lane}
  logic [31:0] online_q[8];    // down: cycles so far; up: now minus these
  logic [ 7:0] up_q;           // as far as online_q knows
  logic [ 2:0] late_q;         // cycles since the change of the lanes that it does not know yet
  logic [31:0] write_q, sent_q, rx_q, read_q;

  logic [7:0] changed;
  logic [2:0] first;  // of them
  always_comb begin
    changed = up_i ^ up_q;
    first   = '0;
    if (changed != '0) begin
      for (int i = 7; i >= 0; i--) if (changed[i]) first = 3'(i);
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      tx_q      <= '{default: '0};
      arrived_q <= '{default: '0};
      unused_q  <= '{default: '0};
      online_q  <= '{default: '0};
      up_q      <= '0;
      late_q    <= '0;
      write_q   <= '0;
      sent_q    <= '0;
      rx_q      <= '0;
      read_q    <= '0;
    end else begin
      if (tx_valid_i) tx_q[tx_lane_i] <= tx_q[tx_lane_i] + 1'b1;
      if (|rx_valid_i) begin
        rx_q   <= rx_q + 32'($countones(bus_rx_i));
        read_q <= read_q + 32'($countones(bus_read_i));
      end
      if (rx_valid_i[0]) begin
        arrived_q[{1'b0, rx_wrong_i[0], rx_lane_i[0]}] <=
            arrived_q[{1'b0, rx_wrong_i[0], rx_lane_i[0]}] + 1'b1;
        if (rx_unused_i[0])
          unused_q[{1'b0, rx_lane_i[0]}] <= unused_q[{1'b0, rx_lane_i[0]}] + 1'b1;
      end
      if (rx_valid_i[1]) begin
        arrived_q[{1'b1, rx_wrong_i[1], rx_lane_i[1]}] <=
            arrived_q[{1'b1, rx_wrong_i[1], rx_lane_i[1]}] + 1'b1;
        if (rx_unused_i[1])
          unused_q[{1'b1, rx_lane_i[1]}] <= unused_q[{1'b1, rx_lane_i[1]}] + 1'b1;
      end
      // One lane a cycle.
      if (changed != '0) begin
        online_q[first] <= now_i - 32'(late_q) - online_q[first];
        up_q[first]     <= up_i[first];
        late_q          <= (changed & (changed - 1'b1)) == '0 ? '0 : late_q + 1'b1;
      end
      if (bus_write_i) write_q <= write_q + 1'b1;
      if (bus_tx_i) sent_q <= sent_q + 1'b1;
    end
  end

  // Whether an address is one of eight places, `stride` apart.
  function automatic logic is_lane(input logic [31:0] address, input logic [31:0] base,
                                   input int unsigned stride);
    return address - base < 8 * stride && ((address - base) & (stride - 1)) == '0;
  endfunction

  always_comb begin
    logic [2:0] lane, second;  // with neighbouring addresses, with every second address
    lane   = '0;
    second = '0;
    data_o = '0;
    if (access_valid_i) begin
      // The three blocks of eight begin at the same place modulo 8.
      lane   = address_i[2:0] - PHY_STATUS_CRC_ERROR_COUNT_BASE[2:0];
      second = address_i[3:1];
      if (is_lane(address_i, PHY_STATUS_CRC_ERROR_COUNT_BASE, 1))
        data_o = arrived_q[{2'b01, lane}] + arrived_q[{2'b11, lane}];
      else if (is_lane(address_i, PHY_STATUS_ONLINE_TIME_BASE, 1))
        data_o = up_q[lane] ? now_i - online_q[lane] : online_q[lane];
      else if (is_lane(address_i, PHY_STATUS_RX_DROPPED_COUNT_BASE, 1))
        data_o = unused_q[{1'b0, lane}] + unused_q[{1'b1, lane}];
      else if (is_lane(address_i, PHY_STATUS_TX_COUNT_BASE, 2)) data_o = tx_q[second];
      else if (is_lane(address_i, PHY_STATUS_RX_COUNT_BASE, 2))
        data_o = arrived_q[{2'b00, second}] + arrived_q[{2'b10, second}];
      else if (address_i == HICANN_ARQ_STATUS_BASE) data_o = write_q;
      else if (address_i == HICANN_ARQ_STATUS_BASE + HICANN_ARQ_STATUS_OFFSET_1) data_o = sent_q;
      else if (address_i == HICANN_ARQ_STATUS_BASE + HICANN_ARQ_STATUS_OFFSET_2) data_o = rx_q;
      else if (address_i == HICANN_ARQ_STATUS_BASE + HICANN_ARQ_STATUS_OFFSET_3) data_o = read_q;
      else if (address_i == LINK_EVENTS_LOST_BASE) data_o = lost_i;
    end
  end

endmodule
