// Bench of masters that take turns on one port (omnibus_traffic); the first never stops asking.
// SPDX-License-Identifier: Apache-2.0
module tb_hx_omnibus_turns;
  import hx_omnibus_pkg::*;

  logic            clk, rst_n;
  logic      [2:0] request_valid, request_ready, response_valid, response_ready;
  request_t  [2:0] request;
  request_t        ports[3];
  response_t       slave_response;
  logic            slave_request_valid, slave_request_ready;
  request_t        slave_request;
  logic            slave_response_valid, slave_response_ready;

  for (genvar m = 0; m < 3; m++) begin : gen_port
    assign ports[m] = request[m];
  end

  hx_omnibus_turns #(.Masters(3), .Limit(8)) dut (
      .clk_i(clk), .rst_ni(rst_n), .request_valid_i(request_valid), .request_i(ports),
      .request_ready_o(request_ready), .response_valid_o(response_valid),
      .response_ready_i(response_ready), .request_valid_o(slave_request_valid),
      .request_o(slave_request), .request_ready_i(slave_request_ready),
      .response_valid_i(slave_response_valid), .response_ready_o(slave_response_ready)
  );

  omnibus_traffic #(
      .Bench("tb_hx_omnibus_turns"), .Masters(3), .Rates({16'd90, 16'd20, 16'd1}),
      .Enough({16'd50, 16'd200, 16'd500})
  ) i_traffic (
      .clk_o(clk), .rst_no(rst_n), .request_valid_o(request_valid), .request_o(request),
      .request_ready_i(request_ready), .response_valid_i(response_valid),
      .response_i(slave_response), .response_ready_o(response_ready),
      .slave_request_valid_i(slave_request_valid), .slave_request_i(slave_request),
      .slave_request_ready_o(slave_request_ready), .slave_response_valid_o(slave_response_valid),
      .slave_response_o(slave_response), .slave_response_ready_i(slave_response_ready)
  );

endmodule
