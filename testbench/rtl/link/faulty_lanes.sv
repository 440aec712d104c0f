// Lanes of one direction between the ends of the link in a bench: words fly, are damaged or lost.
// SPDX-License-Identifier: Apache-2.0
//
// A word arrives in the cycle in which it is due. Rates in 10,000 words.
// verilator lint_off BLKSEQ
module faulty_lanes;
  import hx_link_pkg::*;

  typedef struct packed {
    longint     due;
    logic [2:0] lane;
    lane_word_t word;
  } flying_t;
  flying_t     flying[$];
  int unsigned damage_rate = 0;  // one to three wrong bits
  int unsigned burst_rate = 0;   // begin of a burst of loss
  int unsigned burst_left = 0, damaged = 0, lost = 0;

  // What becomes of a word on its way: nothing, other bits, or it is gone (zeros).
  function automatic lane_word_t pass(input lane_word_t sent);
    lane_word_t word;
    int unsigned flips;
    word = sent;
    if (burst_left != 0) begin
      burst_left--;
      lost++;
      return '0;
    end
    if ($urandom_range(9999, 0) < burst_rate) burst_left = $urandom_range(60, 1);
    if ($urandom_range(9999, 0) < damage_rate) begin
      flips = $urandom_range(3, 1);
      damaged++;
      for (int unsigned i = 0; i < flips; i++) word = word ^ (64'd1 << $urandom_range(63, 0));
    end
    return word;
  endfunction

  function automatic void send(input longint due, input logic [2:0] lane,
                               input lane_word_t sent);
    lane_word_t word;
    word = pass(sent);
    if (word != '0) flying.push_back({due, lane, word});
  endfunction

  // Whether a word has come.
  function automatic logic arrive(input longint cycle, output logic [2:0] lane,
                                  output lane_word_t word);
    lane = '0;
    word = '0;
    if (flying.size() == 0 || flying[0].due > cycle) return 1'b0;
    lane = flying[0].lane;
    word = flying[0].word;
    void'(flying.pop_front());
    return 1'b1;
  endfunction

endmodule
