// Solves a DIMACS min-cost-flow file with LEMON and prints one line of JSON.
// Usage: netflow FILE simplex|scaling
#include <chrono>
#include <fstream>
#include <iostream>
#include <string>
#include <lemon/cost_scaling.h>
#include <lemon/dimacs.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>
#include <lemon/smart_graph.h>

using namespace lemon;
typedef SmartDigraph G;

int main(int argc, char **argv) {
  if (argc != 3) { std::cerr << "usage: netflow FILE simplex|scaling\n"; return 2; }
  std::ifstream in(argv[1]);
  G g;
  G::ArcMap<long long> lower(g), upper(g), cost(g);
  G::NodeMap<long long> supply(g);
  readDimacsMin(in, g, lower, upper, cost, supply);
  auto began = std::chrono::steady_clock::now();
  long long total = 0;
  int status = 0;
  if (std::string(argv[2]) == "simplex") {
    NetworkSimplex<G, long long> s(g);
    status = s.lowerMap(lower).upperMap(upper).costMap(cost).supplyMap(supply).run();
    total = s.totalCost<long long>();
  } else {
    CostScaling<G, long long> s(g);
    status = s.lowerMap(lower).upperMap(upper).costMap(cost).supplyMap(supply).run();
    total = s.totalCost<long long>();
  }
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::cout << "{\"status\":" << status << ",\"cost\":" << total << ",\"seconds\":" << seconds << "}\n";
}
