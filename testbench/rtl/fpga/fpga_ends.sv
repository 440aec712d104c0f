// Both ends of the FPGA in its bench: a host model on the word pins, a small chip on the lanes.
// SPDX-License-Identifier: Apache-2.0
//
// A cycle is the span between two rising edges; outputs are sampled and inputs set at the falling
// edge inside. The host model decodes the response words and gives every message its time,
// independently of the encoder.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module fpga_ends;
  import hx_link_pkg::*;

  logic             clk = 1'b0;
  logic             rst_n = 1'b0;
  logic             word_ready;
  logic             word_valid = 1'b0;
  logic [63:0]      word = '0;
  logic             starved;
  logic             response_valid;
  logic [63:0]      response;
  logic             lane_tx_valid;
  logic [ 2:0]      lane_tx_lane;
  logic [63:0]      lane_tx_word;
  logic [1:0]       lane_rx_valid = '0;
  logic [1:0][ 2:0] lane_rx_lane = '0;
  logic [1:0][63:0] lane_rx_word = '0;
  logic             chip_reset;
  // verilator lint_off UNUSEDSIGNAL
  logic [7:0]       lane_ready;  // always all
  // verilator lint_on UNUSEDSIGNAL
  logic             jtag_tck, jtag_tms, jtag_tdi;
  logic             jtag_tdo = 1'b0;

  // A register of one bit on the JTAG pins.
  logic        jtag_bit = 1'b0;
  int unsigned jtag_edges = 0, jtag_ones = 0;
  always @(posedge jtag_tck) begin
    jtag_bit = jtag_tdi;
    jtag_edges++;
    if (jtag_tms) jtag_ones++;
  end
  always @(negedge jtag_tck) jtag_tdo = jtag_bit;

  hx_fpga #(.LanesAlwaysUp(1'b1)) dut (
      .clk_i           (clk),
      .rst_ni          (rst_n),
      .skip_i          ('0),
      .rest_o          (rest),
      .word_ready_o    (word_ready),
      .word_valid_i    (word_valid),
      .word_i          (word),
      .starved_o       (starved),
      .response_valid_o(response_valid),
      .response_o      (response),
      .lane_tx_valid_o (lane_tx_valid),
      .lane_tx_lane_o  (lane_tx_lane),
      .lane_tx_word_o  (lane_tx_word),
      .lane_latency_i  ('0),
      .lane_ready_o    (lane_ready),
      .lane_partner_i  ('1),
      .lane_rx_valid_i (lane_rx_valid),
      .lane_rx_lane_i  (lane_rx_lane),
      .lane_rx_word_i  (lane_rx_word),
      .error_o         (error_seen),
      .timeout_o       (timeout_seen),
      .chip_reset_o    (chip_reset),
      .jtag_tck_o      (jtag_tck),
      .jtag_tms_o      (jtag_tms),
      .jtag_tdi_o      (jtag_tdi),
      .jtag_tdo_i      (jtag_tdo)
  );

  // A rest that was promised is kept: without a word nothing leaves, and it is one cycle shorter.
  logic [31:0] rest, rest_before;
  logic        rests = 1'b0;
  int unsigned rested = 0;
  always @(posedge clk) begin
    rests       <= rst_n && rest != '0 && !word_valid && lane_rx_valid == '0;
    rest_before <= rest;
  end
  always @(negedge clk) if (rests) begin
    rested <= rested + 1;
    if (response_valid || lane_tx_valid || rest < rest_before - 1)
      $fatal(1, "rest of %0d cycles was not kept", rest_before);
  end

  // What triggers of waves look at.
  logic error_seen, timeout_seen;
  int unsigned error_count = 0, timeout_count = 0;
  always @(negedge clk) begin
    if (rst_n && error_seen) error_count++;
    if (rst_n && timeout_seen) timeout_count++;
  end

  always #4 clk = !clk;

  int unsigned seed = 1;
  int unsigned errors = 0;

  task automatic check(input logic ok, input string what);
    if (!ok) begin
      $display("cycle %0d: %s", cycle, what);
      errors++;
    end
  endtask

  // ---------------------------------------------------------------- host, to the FPGA
  longint      cycle = 0;
  logic [63:0] to_send      [$];
  longint      executed     [$];  // cycle of execution of each word of the program

  // ---------------------------------------------------------------- host, from the FPGA
  typedef struct packed {
    logic [3:0]  code;
    logic [71:0] payload;
    logic [42:0] stamp;
    longint      arrived;
  } decoded_t;
  decoded_t    decoded[$];
  logic        bits   [$];
  logic [42:0] host_time = '0;
  int unsigned words_received = 0;

  function automatic void decode(input logic [63:0] w);
    words_received++;
    if (bits.size() == 0 && w[63]) return;
    for (int i = 63; i >= 0; i--) bits.push_back(w[i]);
    while (bits.size() >= 8) begin
      logic [ 7:0] header = '0;
      logic [71:0] all = '0;  // the header drops out at the top
      int          length;
      decoded_t    d;
      for (int i = 0; i < 8; i++) header = {header[6:0], bits[i]};
      if (header > 8'h0c) begin
        $display("bad header %h", header);
        $fatal;
      end
      length = (header == 8'h0c || header == 8'h09) ? 80 : 64;
      if (bits.size() < length) return;
      for (int i = 0; i < length; i++) all = {all[70:0], bits.pop_front()};
      d.code    = header[3:0];
      d.payload = length == 80 ? all : {16'b0, all[55:0]};
      host_time = host_time + 1;
      if (d.code == 4'h5) host_time = d.payload[42:0];
      if (d.code == 4'h6) host_time = host_time + 43'(d.payload[7:0]);
      d.stamp   = host_time;
      d.arrived = cycle;
      decoded.push_back(d);
      if (d.code == 4'h2 && !d.payload[0]) host_time = '0;
      if (bits.size() > 0 && bits[0]) bits.delete();
    end
  endfunction

  // ---------------------------------------------------------------- chip
  typedef struct packed {
    longint      due;
    logic [63:0] word;
  } flying_t;
  flying_t     to_chip  [$];
  flying_t     from_chip[$];
  flying_t     answers  [$];  // wait for their start
  int unsigned bus_delay = 3;
  logic        chip_mute = 1'b0;
  logic [31:0] chip_memory[256];
  logic [ 3:0] write_enables = '0;
  logic [ 7:0] write_address = '0;
  longint      chip_zero = 0;  // chip time is cycle - chip_zero
  logic [42:0] sync_base = 43'd1000;
  int unsigned outstanding = 0;
  int unsigned most_outstanding = 0;
  longint      sent_events_cycle[$];
  logic [63:0] sent_events      [$];
  longint      last_answer_cycle = 0;
  logic [ 2:0] next_lane = '0;

  function automatic logic [42:0] chip_time(input longint at);
    return 43'(at - chip_zero);
  endfunction

  // The retransmission, simply: what is not the next word is not taken, and acknowledged again.
  number_t     next_number     = '0;
  number_t     expected_number = '0;
  logic [31:0] events_sent     = '0;
  longint      acknowledge_due = -1;

  function automatic void chip_take(input logic [63:0] w);
    // verilator lint_off UNUSEDSIGNAL
    bus_word_t         b = w;  // the check was looked at
    // verilator lint_on UNUSEDSIGNAL
    flying_t           f;
    logic       [31:0] data;
    check(w == seal(w), "check of a word to the chip");
    if (w[63]) return;  // events
    if (b.kind == KindBusAddress || b.kind == KindBusData) begin
      if (acknowledge_due < 0) acknowledge_due = cycle + 16;
      if (b.number != expected_number) return;
      expected_number++;
    end
    if (b.kind == KindBusData || b.kind == KindBusAddress && b.is_read) begin
      outstanding++;
      if (outstanding > most_outstanding) most_outstanding = outstanding;
    end
    case (b.kind)
      KindControl: ;
      KindBusAddress: begin
        if (b.is_read) begin
          f.due  = cycle + longint'(bus_delay);
          f.word = {KindBusData, 12'b0, chip_memory[b.payload[7:0]], 16'b0};
          answers.push_back(f);
        end else begin
          write_enables = b.byte_enables;
          write_address = b.payload[7:0];
        end
      end
      KindBusData: begin
        data = chip_memory[write_address];
        for (int i = 0; i < 4; i++) begin
          if (write_enables[i]) data[8*i+:8] = b.payload[8*i+:8];
        end
        chip_memory[write_address] = data;
        f.due  = cycle + longint'(bus_delay);
        f.word = {KindBusDone, 60'b0};
        answers.push_back(f);
      end
      KindSystime: begin
        chip_zero = cycle - longint'(sync_base);
        f.due  = cycle + 5;
        f.word = '0;
        f.word[63:60] = KindSystime;
        answers.push_back(f);
      end
      default: check(1'b0, "unknown word to the chip");
    endcase
  endfunction

  function automatic void chip_send(input logic [63:0] w);
    flying_t f;
    f.due  = cycle + longint'(LinkLatency);
    f.word = w;
    if (w[63:60] == KindSystime) f.word[59:17] = chip_time(cycle);
    if (w[63]) begin
      f.word[60:56] = events_sent[4:0];
      events_sent += 32'(w[62:61]);
    end
    if (w[63:60] == KindBusData || w[63:60] == KindBusDone) begin
      f.word[59:53] = next_number;
      next_number++;
      f.word[52:48] = events_sent[4:0];
    end
    if (w[63:60] == KindBusDone || w[63:60] == KindControl) f.word[47:16] = events_sent;
    if (w[63:60] inside {KindBusData, KindBusDone, KindControl}) begin
      f.word[15:9]    = expected_number;
      acknowledge_due = -1;
    end
    f.word = seal(f.word);
    from_chip.push_back(f);
  endfunction

  always @(posedge clk) cycle <= cycle + 1;

  always @(negedge clk) begin
    // what the FPGA says in this cycle
    if (response_valid) decode(response);
    if (lane_tx_valid) begin
      flying_t f;
      f.due  = cycle + longint'(LinkLatency);
      f.word = lane_tx_word;
      to_chip.push_back(f);
      check(lane_tx_lane == next_lane, "lanes in turn");
      next_lane = next_lane + 1'b1;
      if (lane_tx_word[63]) begin
        sent_events_cycle.push_back(cycle);
        sent_events.push_back(lane_tx_word);
      end
    end
    // chip
    while (to_chip.size() > 0 && to_chip[0].due == cycle) begin
      logic [63:0] w = to_chip[0].word;
      void'(to_chip.pop_front());
      if (!chip_mute) chip_take(w);
    end
    if (answers.size() > 0 && answers[0].due <= cycle) begin
      logic [63:0] w = answers[0].word;
      void'(answers.pop_front());
      chip_send(w);
    end
    if (acknowledge_due >= 0 && acknowledge_due <= cycle && !chip_mute)
      chip_send({KindControl, 60'd0});
    if (chip_reset) begin
      next_number     = '0;
      expected_number = '0;
      events_sent     = '0;
      acknowledge_due = -1;
    end
    lane_rx_valid = '0;
    for (int i = 0; i < 2; i++) begin
      if (from_chip.size() > 0 && from_chip[0].due <= cycle) begin
        logic [63:0] w = from_chip[0].word;
        void'(from_chip.pop_front());
        lane_rx_valid[i] = 1'b1;
        lane_rx_word[i]  = w;
        if (w[63:60] == KindBusData || w[63:60] == KindBusDone) begin
          outstanding--;
          last_answer_cycle = cycle;
        end
      end
    end
    // host
    word_valid = 1'b0;
    if (word_ready && to_send.size() > 0) begin
      word_valid = 1'b1;
      word       = to_send.pop_front();
      executed.push_back(cycle);
    end
  end

  // ---------------------------------------------------------------- programs
  function automatic void put(input logic [7:0] code, input logic [55:0] payload);
    to_send.push_back({code, payload});
  endfunction
  function automatic void put_write(input logic [31:0] address, input logic [31:0] data,
                                    input logic [3:0] enables = 4'hf);
    put(8'h0b, {19'b0, 1'b0, enables, address});
    put(8'h0c, {24'b0, data});
  endfunction
  function automatic void put_read(input logic [31:0] address);
    put(8'h0b, {19'b0, 1'b1, 4'hf, address});
  endfunction
  function automatic void put_halt();
    put(8'h0a, 56'd0);
  endfunction

  function automatic void start();
    executed.delete();
    decoded.delete();
    sent_events.delete();
    sent_events_cycle.delete();
    most_outstanding = 0;
    words_received   = 0;
  endfunction

  // Runs until the FPGA is idle again.
  task automatic run(input int unsigned limit = 20000);
    longint started = cycle;
    while (to_send.size() > 0 || !(word_ready && !starved)) begin
      @(posedge clk);
      if (cycle - started > longint'(limit)) begin
        $display("program does not end");
        $fatal;
      end
    end
    @(posedge clk);
    check(find(4'h2, 0) >= 0, "no halt");
  endtask

  function automatic int find(input logic [3:0] code, input int from);
    for (int i = from; i < decoded.size(); i++) if (decoded[i].code == code) return i;
    return -1;
  endfunction

  function automatic logic [63:0] event_word(input int unsigned count, input logic [7:0] t0,
                                             input logic [15:0] l0, input logic [7:0] t1,
                                             input logic [15:0] l1);
    return {2'b10, count == 2, 5'b0, t0, l0, t1, l1, 8'b0};
  endfunction

  // Level of the reset pin against the program.
  longint reset_rise = 0;
  longint reset_fall = 0;
  logic   reset_was = 1'b0;
  always @(negedge clk) begin
    if (chip_reset && !reset_was) reset_rise = cycle;
    if (!chip_reset && reset_was) reset_fall = cycle;
    reset_was = chip_reset;
  end

endmodule
