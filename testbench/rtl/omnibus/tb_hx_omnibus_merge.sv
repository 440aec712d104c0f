// Bench of two masters on one port, of which the second goes first (omnibus_traffic).
// SPDX-License-Identifier: Apache-2.0
module tb_hx_omnibus_merge;
  import hx_omnibus_pkg::*;

  logic            clk, rst_n;
  logic      [1:0] request_valid, request_ready, response_valid, response_ready;
  request_t  [1:0] request;
  response_t       response, slave_response;
  logic            slave_request_valid, slave_request_ready;
  request_t        slave_request;
  logic            slave_response_valid, slave_response_ready;

  hx_omnibus_merge #(.Depth(8)) dut (
      .clk_i(clk), .rst_ni(rst_n), .request_valid_i(request_valid), .request_0_i(request[0]),
      .request_1_i(request[1]),
      .request_ready_o(request_ready), .response_valid_o(response_valid), .response_o(response),
      .response_ready_i(response_ready), .request_valid_o(slave_request_valid),
      .request_o(slave_request), .request_ready_i(slave_request_ready),
      .response_valid_i(slave_response_valid), .response_i(slave_response),
      .response_ready_o(slave_response_ready)
  );

  omnibus_traffic #(
      .Bench("tb_hx_omnibus_merge"), .Masters(2), .Rates({16'd6, 16'd2}), .Enough({16'd1000, 16'd2000})
  ) i_traffic (
      .clk_o(clk), .rst_no(rst_n), .request_valid_o(request_valid), .request_o(request),
      .request_ready_i(request_ready), .response_valid_i(response_valid), .response_i(response),
      .response_ready_o(response_ready), .slave_request_valid_i(slave_request_valid),
      .slave_request_i(slave_request), .slave_request_ready_o(slave_request_ready),
      .slave_response_valid_o(slave_response_valid), .slave_response_o(slave_response),
      .slave_response_ready_i(slave_response_ready)
  );

endmodule
