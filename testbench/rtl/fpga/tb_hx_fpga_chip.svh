// The chip of the bench: memory and events behind the lanes.
// SPDX-License-Identifier: Apache-2.0
//
// A part of tb_hx_fpga, included there.

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
