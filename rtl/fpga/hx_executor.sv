// Playback executor: takes host words and carries out one instruction a cycle.
// SPDX-License-Identifier: Apache-2.0
//
// word_ready_o depends on registers only. An instruction is executed in the cycle in which its
// word is on the pins with valid and ready; what it sends, does or reports leaves through
// registered outputs in the next cycle (so does timer_o). The playback timer is 0 in the cycle
// after a timer setup. A wait (or barrier) ends in the first cycle, its own included, in which
// its condition holds; the next instruction executes one cycle later.
//
// After a halt no word is taken until all bus accesses are answered, the synchronisation is done
// and everything for the host has left (a flush marker is sent through the encoder for that). An
// instruction that holds for longer than timeout_i is reported; the rest of its program up to the
// halt is thrown away and the halt answered. Words that ask for nothing known are ignored and set
// illegal_o.
//
// A polling instruction reads the polling address again and again, one read at a time, until the
// value agrees (or disagrees) with the target in the bits of the mask; its answers do not reach
// the host. The barrier on other FPGAs passes, there is none; the one on the time correction
// holds for ever if armed, because the interrupt it waits for never comes.
//
// Source: public host software (instruction meanings, one command a cycle); what happens after a
// timeout is our choice.
module hx_executor
  import hx_fpga_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    output logic        word_ready_o,
    input  logic        word_valid_i,
    input  logic [63:0] word_i,
    output logic        starved_o,      // inside a program

    // what the others say
    input logic room_i,          // the encoder can take a message in the next cycle
    input logic access_full_i,   // no more accesses may be in flight
    input logic access_busy_i,   // accesses are in flight
    input logic link_busy_i,     // an acknowledgement to the chip waits
    input logic jtag_full_i,     // the JTAG master takes no more instructions
    input logic jtag_busy_i,     // JTAG instructions are under way
    input logic sync_busy_i,     // time synchronisation under way
    input logic [31:0] access_value_i,  // answer of the latest access
    input logic marker_done_i,   // the flush marker has come through

    input logic [31:0] timeout_i,  // longest hold of one instruction, cycles

    input logic [31:0] polling_address_i,
    input logic [31:0] polling_target_i,
    input logic [31:0] polling_mask_i,
    input logic        correction_armed_i,

    // bus: the address of a write is announced before its data come
    output logic    address_valid_o,  // access_o.write, byte_enables, address hold
    output logic    access_valid_o,   // an access: all of access_o holds
    output access_t access_o,
    output logic    access_silent_o,  // the host does not want the answer

    output logic             events_valid_o,
    output logic [1:0]       events_count_o,
    output logic [2:0][15:0] events_labels_o,  // labels[2] is the first

    output logic  jtag_valid_o,
    output jtag_t jtag_o,

    output logic sync_start_o,
    output logic report_time_o,    // message with the time due
    output logic loopback_valid_o,
    output logic loopback_tick_o,  // else halt
    output logic marker_valid_o,
    output logic timeout_valid_o,  // an instruction held for longer than timeout_i
    output logic [31:0] index_o,   // of the instruction executed last, counted in the program

    output logic [31:0] timer_o,
    output logic        chip_reset_o,
    output logic        illegal_o      // sticky
);

  typedef enum logic [2:0] {
    Idle,     // between programs
    Run,      // executes a word in every cycle
    Wait,     // wait until
    Barrier,
    Poll,     // polling block
    Drop,     // after a timeout: words up to the halt are thrown away
    Drain,    // after a halt: accesses and synchronisation
    Marker    // after that: the flush marker is on its way
  } state_t;

  state_t      state_q;
  logic [31:0] timer_q;
  logic [31:0] target_q;       // of a wait
  logic [31:0] held_q;         // cycles the instruction has held
  logic [ 4:0] mask_q;         // of a barrier
  logic        write_valid_q;  // an address of a write waits for its data
  logic [ 3:0] write_byte_enables_q;
  logic [31:0] write_address_q;
  logic        poll_q;         // a read of the polling block is under way
  logic        poll_equal_q;   // until equal, else until not equal
  logic        reset_q;
  logic        illegal_q;

  assign word_ready_o =
      (state_q == Run || state_q == Idle || state_q == Drop) && room_i && !access_full_i &&
      !jtag_full_i;
  assign starved_o    = state_q inside {Run, Wait, Barrier, Poll, Drop};
  assign illegal_o    = illegal_q;

  // verilator lint_off UNUSEDSIGNAL
  instruction_t instruction;  // an address word has no data
  // verilator lint_on UNUSEDSIGNAL
  logic         execute;
  logic         halt;

  hx_ut_decoder i_decoder (
      .valid_i(word_valid_i),
      .word_i,
      .instruction_o(instruction)
  );

  assign execute = word_valid_i && word_ready_o && !instruction.idle;
  assign halt    = instruction.code == ToFpgaLoopback && !instruction.flag;

  // Barrier bits: omnibus, jtag, systime, multi-FPGA, systime correction.
  // What leaves in this cycle is not yet known to the others.
  logic [4:0] barrier_busy;
  assign barrier_busy = {
      correction_armed_i, 1'b0, sync_busy_i || sync_start_o, jtag_busy_i || jtag_valid_o, access_busy_i || access_valid_o
  };

  // What a halt waits for.
  logic drained;
  assign drained = barrier_busy[2:0] == '0 && !link_busy_i;

  logic holding;
  assign holding = state_q inside {Wait, Barrier, Poll};

  logic poll_agrees;
  assign poll_agrees = ((access_value_i ^ polling_target_i) & polling_mask_i) == '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q              <= Idle;
      timer_q              <= '0;
      target_q             <= '0;
      mask_q               <= '0;
      write_valid_q        <= 1'b0;
      write_byte_enables_q <= '0;
      write_address_q      <= '0;
      reset_q              <= 1'b0;
      illegal_q            <= 1'b0;
      address_valid_o      <= 1'b0;
      access_valid_o       <= 1'b0;
      access_silent_o      <= 1'b0;
      poll_q               <= 1'b0;
      poll_equal_q         <= 1'b0;
      events_valid_o       <= 1'b0;
      jtag_valid_o         <= 1'b0;
      sync_start_o         <= 1'b0;
      report_time_o        <= 1'b0;
      loopback_valid_o     <= 1'b0;
      marker_valid_o       <= 1'b0;
      timeout_valid_o      <= 1'b0;
      index_o              <= '0;
      held_q               <= '0;
      timer_o              <= '0;
      chip_reset_o         <= 1'b0;
    end else begin
      timer_q          <= timer_q + 1'b1;
      timer_o          <= timer_q;
      chip_reset_o     <= reset_q;
      address_valid_o  <= 1'b0;
      access_valid_o   <= 1'b0;
      access_silent_o  <= 1'b0;
      events_valid_o   <= 1'b0;
      jtag_valid_o     <= 1'b0;
      sync_start_o     <= 1'b0;
      report_time_o    <= 1'b0;
      loopback_valid_o <= 1'b0;
      marker_valid_o   <= 1'b0;
      timeout_valid_o  <= 1'b0;
      if (execute && (state_q != Drop || halt)) begin
        state_q <= Run;
        held_q  <= '0;
        index_o <= state_q == Idle ? '0 : index_o + 1'b1;
        case (instruction.code)
          ToFpgaJtagInit, ToFpgaJtagScaler, ToFpgaJtagIns, ToFpgaJtagData: begin
            jtag_valid_o <= 1'b1;
            jtag_o       <= instruction.jtag;
          end
          ToFpgaTimerSetup: timer_q <= '0;
          ToFpgaWaitUntil: begin
            target_q <= instruction.value;
            if (timer_q < instruction.value) state_q <= Wait;
          end
          ToFpgaSystimeInit: begin
            sync_start_o  <= instruction.flag;
            report_time_o <= !instruction.flag;
          end
          ToFpgaBarrier: begin
            mask_q <= instruction.barrier;
            if ((instruction.barrier & barrier_busy) != '0) state_q <= Barrier;
          end
          ToFpgaPollingBlock: begin
            state_q      <= Poll;
            poll_q       <= 1'b0;
            poll_equal_q <= instruction.flag;
          end
          ToFpgaReset: reset_q <= instruction.flag;
          ToFpgaLoopback: begin
            loopback_valid_o <= 1'b1;
            loopback_tick_o  <= instruction.flag;
            if (halt) begin
              state_q       <= Drain;
              write_valid_q <= 1'b0;
            end
          end
          ToFpgaOmnibusAddress: begin
            address_valid_o       <= 1'b1;
            access_valid_o        <= !instruction.access.write;
            access_o.write        <= instruction.access.write;
            access_o.byte_enables <= instruction.access.byte_enables;
            access_o.address      <= instruction.access.address;
            write_valid_q         <= instruction.access.write;
            write_byte_enables_q  <= instruction.access.byte_enables;
            write_address_q       <= instruction.access.address;
          end
          ToFpgaOmnibusData: begin
            write_valid_q         <= 1'b0;
            access_valid_o        <= write_valid_q;
            access_o.write        <= 1'b1;
            access_o.byte_enables <= write_byte_enables_q;
            access_o.address      <= write_address_q;
            access_o.data         <= instruction.value;
            if (!write_valid_q) illegal_q <= 1'b1;
          end
          ToFpgaSpikePack1, ToFpgaSpikePack2, ToFpgaSpikePack3: begin
            events_valid_o  <= 1'b1;
            events_count_o  <= instruction.count;
            events_labels_o <= instruction.labels;
          end
          default: illegal_q <= 1'b1;
        endcase
      end else begin
        if (holding) held_q <= held_q + 1'b1;
        case (state_q)
          Wait:    if (timer_q >= target_q) state_q <= Run;
          Barrier: if ((mask_q & barrier_busy) == '0) state_q <= Run;
          Poll: begin
            if (!poll_q && !access_full_i) begin
              poll_q                <= 1'b1;
              address_valid_o       <= 1'b1;
              access_valid_o        <= 1'b1;
              access_silent_o       <= 1'b1;
              access_o.write        <= 1'b0;
              access_o.byte_enables <= '1;
              access_o.address      <= polling_address_i;
            end else if (poll_q && !access_busy_i && !access_valid_o) begin
              // It was the latest access, so the value is its answer.
              poll_q <= 1'b0;
              if (poll_agrees == poll_equal_q) state_q <= Run;
            end
          end
          Drain: begin
            if (drained && room_i) begin
              marker_valid_o <= 1'b1;
              state_q        <= Marker;
            end
          end
          Marker:  if (marker_done_i) state_q <= Idle;
          default: ;
        endcase
        // Reported once, since the rest of the program is thrown away.
        if (holding && held_q >= timeout_i && room_i) begin
          timeout_valid_o <= 1'b1;
          state_q         <= Drop;
        end
      end
    end
  end

  // Nothing is executed outside a program.
  no_execution_while_draining :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
      state_q inside {Wait, Barrier, Poll, Drain, Marker} |-> !word_ready_o);

endmodule
