// Bench of the response encoder: words against an independent packer, and decoded back.
// SPDX-License-Identifier: Apache-2.0
//
// The reference packs a list of bits, written from the word format alone: messages back to back,
// most significant bit first; a flush fills up with one comma bit and zeros. It is fed with the
// messages that the host decodes from the words, so the bench sees a wrong bit in the words as
// well as a wrong message. Times are checked against the time rule of the host.
// Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_ut_encoder;
  import hx_fpga_pkg::*;

  localparam int unsigned Sources = 4;
  localparam int unsigned FlushCycles = 256;

  logic                   clk = 1'b0;
  logic                   rst_n = 1'b0;
  time_t                  fpga_time = '0;
  logic                   timed = 1'b0;
  logic                   room;
  logic     [Sources-1:0] message_valid = '0;
  message_t [Sources-1:0] message = '0;
  logic                   marker_done;
  logic                   word_valid;
  logic     [       63:0] word;

  hx_ut_encoder #(
      .Sources    (Sources),
      .FlushCycles(FlushCycles)
  ) dut (
      .clk_i          (clk),
      .rst_ni         (rst_n),
      .skip_i         ('0),
      .time_i         (fpga_time),
      .timed_i        (timed),
      .room_o         (room),
      .message_valid_i(message_valid),
      .message_i      (message),
      .marker_done_o  (marker_done),
      .word_valid_o   (word_valid),
      .word_o         (word)
  );

  always #4 clk = !clk;

  int unsigned seed = 1;
  int unsigned errors = 0;
  int unsigned compared = 0;
  longint      cycle = 0;

  task automatic check(input logic ok, input string what);
    if (!ok) begin
      if (errors < 20) $display("cycle %0d: %s", cycle, what);
      errors++;
    end
  endtask

  // ------------------------------------------------------------ what was sent
  typedef struct packed {
    logic         timed;
    time_t        happened;
    message_t     message;
  } sent_t;
  sent_t sent[$];

  // ------------------------------------------------------------ reference packer
  logic        reference_bits[$];
  logic [63:0] words         [$];  // received, for the comparison
  logic [63:0] all_words     [$];

  function automatic void reference_word();
    logic [63:0] w = '0;
    for (int i = 63; i >= 0 && reference_bits.size() > 0; i--) w[i] = reference_bits.pop_front();
    if (words.size() == 0) check(1'b0, "a word is missing");
    else begin
      check(words[0] == w, $sformatf("word %h, expected %h", words[0], w));
      words.pop_front();
      compared++;
    end
  endfunction

  function automatic void reference_append(input logic [79:0] bits, input int length);
    for (int i = 79; i >= 80 - length; i--) reference_bits.push_back(bits[i]);
    while (reference_bits.size() >= 64) reference_word();
  endfunction

  function automatic void reference_flush();
    if (reference_bits.size() > 0) begin
      reference_bits.push_back(1'b1);
      reference_word();
      reference_bits.delete();
    end
  endfunction

  // ------------------------------------------------------------ host
  logic        bits[$];
  time_t       host = '0;
  int unsigned time_messages = 0;
  int unsigned halts = 0;
  int unsigned late = 0;

  function automatic void host_message(input logic [3:0] code, input logic [71:0] payload);
    sent_t s;
    time_t previous = host;
    host = host + 1'b1;
    if (code == FromFpgaSysdelta) begin
      host = host + time_t'(payload[7:0]);
      check(sent.size() > 0 && sent[0].timed && sent[0].happened == host + 1'b1, "sysdelta");
      time_messages++;
      return;
    end
    if (code == FromFpgaSystime) begin
      host = payload[TimeWidth-1:0];
      if (sent.size() == 0 || sent[0].message != {code, payload}) begin
        check(sent.size() > 0 && sent[0].timed && sent[0].happened == host + 1'b1, "systime");
        // shorter gaps must be a sysdelta
        check(time_t'(host - previous) > 256, "systime for a short gap");
        time_messages++;
        return;
      end
    end
    if (sent.size() == 0) begin
      check(1'b0, "a message nobody sent");
      return;
    end
    s = sent[0];
    sent.pop_front();
    check(s.message == {code, payload}, "message");
    if (s.timed && code != FromFpgaSystime) begin
      if (host != s.happened) begin
        check(time_t'(host - s.happened) < 256, "time of a message");
        late++;
      end
    end
    if (!s.timed && code != FromFpgaSystime) check(host == previous + 1'b1, "untimed count");
    if (code == FromFpgaLoopback && !payload[0]) begin
      host = '0;
      halts++;
      reference_flush();
    end
  endfunction

  function automatic void receive(input logic [63:0] w);
    words.push_back(w);
    all_words.push_back(w);
    for (int i = 63; i >= 0; i--) bits.push_back(w[i]);
    while (bits.size() >= 8) begin
      logic [ 7:0] header = '0;
      logic [79:0] m = '0;
      int          length;
      for (int i = 0; i < 8; i++) header = {header[6:0], bits[i]};
      if (header > 8'h0c) begin
        check(1'b0, "header");
        bits.delete();
        return;
      end
      length = header == 8'h0c || header == 8'h09 ? 80 : 64;
      if (bits.size() < length) return;
      for (int i = 79; i >= 80 - length; i--) m[i] = bits.pop_front();
      reference_append(m, length);
      host_message(header[3:0], length == 80 ? m[71:0] : {16'b0, m[71:16]});
      if (bits.size() > 0 && bits[0]) begin
        // a comma: either a halt was just before, or a flush of rest or of the marker
        reference_flush();
        bits.delete();
      end
    end
  endfunction

  always @(posedge clk) begin
    cycle     <= cycle + 1;
    fpga_time <= fpga_time + 1'b1;
  end
  always @(negedge clk) if (word_valid) receive(word);

  function automatic void put(input int i, input from_fpga_t code, input logic [71:0] payload);
    message_valid[i] = 1'b1;
    message[i]       = '{code: code, payload: payload};
    if (code != FromFpgaFlushMarker) begin
      sent_t s;
      s = '{timed: timed, happened: fpga_time, message: message[i]};
      sent.push_back(s);
    end
  endfunction

  function automatic void put_random(input int i);
    case ($urandom % 10)
      0, 1: put(i, FromFpgaSpikePack1, {48'b0, 24'($urandom)});
      2, 3: put(i, FromFpgaSpikePack2, {24'b0, 24'($urandom), 24'($urandom)});
      4, 5, 6: put(i, FromFpgaSpikePack3, {24'($urandom), 24'($urandom), 24'($urandom)});
      7: put(i, FromFpgaOmnibusData, {40'b0, $urandom});
      8: put(i, FromFpgaSamplePack3, {24'($urandom), 24'($urandom), 24'($urandom)});
      default: put(i, FromFpgaLoopback, 72'($urandom % 4 != 0));
    endcase
  endfunction

  task automatic step();
    @(posedge clk);
    #1 message_valid = '0;
  endtask

  task automatic settle();
    repeat (FlushCycles + 200) step();
    check(sent.size() == 0, "messages are left");
    check(words.size() == 0, "words are left");
    check(bits.size() == 0, "bits are left");
  endtask

  // The published example: a pack of three and a halt, 144 bits.
  task automatic test_example();
    all_words.delete();
    put(0, FromFpgaSpikePack3, 72'ha3b201e10002b060ec);
    put(3, FromFpgaLoopback, 72'd0);
    step();
    repeat (10) step();
    check(all_words.size() == 3, "three words at once");
    if (all_words.size() == 3) begin
      check(all_words[0] == 64'h0ca3b201e10002b0, "first word");
      check(all_words[1] == 64'h60ec020000000000, "second word");
      check(all_words[2] == 64'h0000800000000000, "third word");
    end
    settle();
  endtask

  // A remainder leaves after FlushCycles cycles without a message, not earlier.
  task automatic test_flush();
    longint begun;
    all_words.delete();
    put(0, FromFpgaSpikePack3, 72'h010203040506070809);
    step();
    begun = cycle;
    while (all_words.size() < 2 && cycle < begun + 1000) step();
    check(cycle - begun >= longint'(FlushCycles) && cycle - begun <= longint'(FlushCycles) + 5,
          "idle flush");
    settle();
    // the marker: everything before it is out when it is reported
    all_words.delete();
    put(0, FromFpgaSpikePack3, 72'h010203040506070809);
    put(1, FromFpgaFlushMarker, '0);
    step();
    begun = cycle;
    while (!marker_done && cycle < begun + 1000) step();
    check(cycle - begun < 10, "marker comes through");
    check(all_words.size() == 2, "marker flushes");
    settle();
  endtask

  task automatic test_random(input int unsigned count, input int unsigned pause);
    for (int unsigned k = 0; k < count; k++) begin
      if (room) begin
        for (int i = 0; i < int'(Sources); i++) begin
          if (i == 0 && $urandom % 50 == 0) put(0, FromFpgaSystime, 72'(fpga_time));
          else if ($urandom % 3 == 0) put_random(i);
        end
      end
      step();
      if (pause != 0) begin
        int unsigned length = $urandom % pause;
        if ($urandom % 4 == 0) length = $urandom % 10;
        repeat (length) step();
      end
    end
    settle();
  endtask

  // Gaps around the limits of a sysdelta.
  task automatic test_gaps();
    for (int unsigned gap = 1; gap < 270; gap = gap == 4 ? 250 : gap + 1) begin
      put(0, FromFpgaOmnibusData, 72'(gap));
      step();
      repeat (gap - 1) step();
    end
    settle();
  endtask

  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (3) step();
    rst_n = 1'b1;
    step();
    test_example();
    test_flush();
    test_random(500, 3);
    fpga_time = 43'h7ff_ffff_f000;  // wraps during the test
    timed     = 1'b1;
    test_example_timed();
    test_gaps();
    test_random(2000, 0);
    test_random(500, 3);
    test_random(500, 20);
    test_random(200, 700);
    fpga_time = 43'd5;  // set back by a synchronisation
    put(0, FromFpgaSystime, 72'(fpga_time));
    put(1, FromFpgaOmnibusData, 72'd1);
    step();
    settle();
    test_random(200, 300);
    check(compared > 2000 && time_messages > 200 && halts > 100 && late > 100, "coverage");
    if (errors != 0) $fatal(1, "%0d errors", errors);
    $display("PASS tb_hx_ut_encoder (%0d words, %0d time messages, %0d late)", compared,
             time_messages, late);
    $finish;
  end

  // With time messages: two cycles for the first message, stamps exact.
  task automatic test_example_timed();
    int unsigned known = time_messages;
    put(0, FromFpgaSystime, 72'(fpga_time));
    put(1, FromFpgaOmnibusData, 72'd7);
    step();
    put(0, FromFpgaOmnibusData, 72'd8);
    step();
    repeat (5) step();
    put(2, FromFpgaOmnibusData, 72'd9);
    step();
    settle();
    check(time_messages == known + 1, "one sysdelta");
  endtask

endmodule
