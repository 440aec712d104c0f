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

    input logic            tx_valid_i,
    input logic [2:0]      tx_lane_i,
    input logic [1:0]      rx_valid_i,
    input logic [1:0][2:0] rx_lane_i,
    input logic [1:0]      rx_wrong_i,
    input logic [1:0]      rx_unused_i,

    input logic       bus_write_i,
    input logic       bus_tx_i,
    input logic [1:0] bus_rx_i,
    input logic [1:0] bus_read_i,

    input logic [31:0] lost_i,  // events from the chip

    input  logic        access_valid_i,
    input  logic [31:0] address_i,
    output logic [31:0] data_o
);

  logic [31:0] tx_q[8];
  logic [31:0] rx_q[8];
  logic [31:0] wrong_q[8];
  logic [31:0] unused_q[8];
  logic [31:0] online_q[8];  // up to the last change
  logic [31:0] since_q[8];   // the lane has been up
  logic [ 7:0] up_q;
  logic [31:0] bus_q[4];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      tx_q     <= '{default: '0};
      rx_q     <= '{default: '0};
      wrong_q  <= '{default: '0};
      unused_q <= '{default: '0};
      online_q <= '{default: '0};
      since_q  <= '{default: '0};
      up_q     <= '0;
      bus_q    <= '{default: '0};
    end else begin
      if (tx_valid_i) tx_q[tx_lane_i] <= tx_q[tx_lane_i] + 1'b1;
      if (|rx_valid_i) begin
        for (int unsigned lane = 0; lane < 8; lane++) begin
          logic [1:0] here;
          here = {rx_valid_i[1] && rx_lane_i[1] == 3'(lane), rx_valid_i[0] && rx_lane_i[0] == 3'(lane)};
          if (|here) begin
            rx_q[lane]     <= rx_q[lane] + 32'($countones(here & ~rx_wrong_i));
            wrong_q[lane]  <= wrong_q[lane] + 32'($countones(here & rx_wrong_i));
            unused_q[lane] <= unused_q[lane] + 32'($countones(here & rx_unused_i));
          end
        end
      end
      if (up_i != up_q) begin
        up_q <= up_i;
        for (int unsigned lane = 0; lane < 8; lane++) begin
          if (up_i[lane] && !up_q[lane]) since_q[lane] <= now_i;
          if (!up_i[lane] && up_q[lane])
            online_q[lane] <= online_q[lane] + now_i - since_q[lane];
        end
      end
      if (bus_write_i) bus_q[0] <= bus_q[0] + 1'b1;
      if (bus_tx_i) bus_q[1] <= bus_q[1] + 1'b1;
      if (|bus_rx_i) bus_q[2] <= bus_q[2] + 32'($countones(bus_rx_i));
      if (|bus_read_i) bus_q[3] <= bus_q[3] + 32'($countones(bus_read_i));
    end
  end

  // Whether an address is one of eight places, `stride` apart.
  function automatic logic is_lane(input logic [31:0] address, input logic [31:0] base,
                                   input int unsigned stride);
    return address - base < 8 * stride && ((address - base) & (stride - 1)) == '0;
  endfunction

  logic [2:0] lane;    // with neighbouring addresses
  logic [2:0] second;  // every second address
  always_comb begin
    data_o = '0;
    lane   = address_i[2:0] - PHY_STATUS_CRC_ERROR_COUNT_BASE[2:0];
    second = address_i[3:1];
    if (access_valid_i) begin
      // The three blocks of eight have the same place modulo 8.
      if (is_lane(address_i, PHY_STATUS_CRC_ERROR_COUNT_BASE, 1)) data_o = wrong_q[lane];
      else if (is_lane(address_i, PHY_STATUS_ONLINE_TIME_BASE, 1))
        data_o = online_q[lane] + (up_q[lane] ? now_i - since_q[lane] : '0);
      else if (is_lane(address_i, PHY_STATUS_RX_DROPPED_COUNT_BASE, 1)) data_o = unused_q[lane];
      else if (is_lane(address_i, PHY_STATUS_TX_COUNT_BASE, 2)) data_o = tx_q[second];
      else if (is_lane(address_i, PHY_STATUS_RX_COUNT_BASE, 2)) data_o = rx_q[second];
      else if (address_i - HICANN_ARQ_STATUS_BASE < HICANN_ARQ_STATUS_WORDS)
        data_o = bus_q[address_i[1:0]];
      else if (address_i == LINK_EVENTS_LOST_BASE) data_o = lost_i;
    end
  end

endmodule
